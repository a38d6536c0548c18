# SPDX-License-Identifier: GPL-3.0-or-later
# Man pages and completion, made by the program from its table of commands. (Before install.mk in
# the alphabet, which reads INSTALL_MADE.)

ifneq ($(wildcard src/cli/main.c),)
INSTALL_MADE += $(B)/man/.ok $(B)/completion/vigil.bash
endif

$(B)/man/.ok: $(B)/vigil
	@rm -rf $(@D) && mkdir -p $(@D)
	@$< help --man >$(@D)/vigil.1
	@$< help --names | while IFS= read -r c; do \
		$< help --man $$c >$(@D)/vigil-$$(echo "$$c" | tr ' ' -).1 || exit 1; done
	@touch $@
$(B)/completion/vigil.bash: $(B)/vigil
	@mkdir -p $(@D)
	@$< help --completion bash >$@
