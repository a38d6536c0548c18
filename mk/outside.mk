# SPDX-License-Identifier: GPL-3.0-or-later
# What stands for the world outside in the stories: an authority and a calendar over HTTP.
$(B)/test/outside/tsa-server: tests/outside/tsa-server.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -o $@ $< $(LDFLAGS) -lmicrohttpd
scenarios: $(B)/test/outside/tsa-server
