# SPDX-License-Identifier: GPL-3.0-or-later
# What Vigil gives away, checked by programs of others (tests/thirdparty/).

CHECK_PARTS += thirdparty
check-thirdparty: ## logs, tokens and bags checked by programs of others, release build
	$(SUB) MODE=release thirdparty
thirdparty: all
	@tests/thirdparty/run $(B)
.PHONY: check-thirdparty thirdparty
