#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# tsa.sh - time-stamping authorities for the tests, made with openssl and nothing else.
#
#	tsa.sh make FOLDER                        two roots and the authorities below
#	tsa.sh reply FOLDER NAME REQUEST RESPONSE answer a request as the authority NAME
#	tsa.sh forge FOLDER NAME TOKEN RESPONSE   sign what TOKEN says with the certificate of NAME, which
#	                                          an honest authority could not use (bare token); a fourth
#	                                          word "" leaves out the binding of the certificate
#	tsa.sh revoke FOLDER NAME REASON          revoke it and make FOLDER/one.crl anew
#
# one          root one.pem, SHA-256
# two          root two.pem, under an intermediate certificate
# ended, early, soon, lax, broad, sha1, spare, other     root one.pem: a certificate that ended, that has not
#              begun, that ends in 30 days, whose extended key usage is not critical, that has another usage too; an authority
#              that signs with SHA-1; two to be revoked
set -eu
here=$1; dir=$2; shift 2

ca_config() { # root name
	cat <<END
[ca]
default_ca = it
[it]
dir = $dir/$1.d
database = $dir/$1.d/index
serial = $dir/$1.d/serial
crlnumber = $dir/$1.d/crlnumber
new_certs_dir = $dir/$1.d
certificate = $dir/$1.pem
private_key = $dir/$1.key
default_md = sha256
default_days = 900
default_crl_days = 30
policy = any
unique_subject = no
copy_extensions = none
[any]
organizationName = optional
commonName = supplied
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[tsa]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[lax]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = timeStamping
[broad]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping,serverAuth
END
}

key() { openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$dir/$1.key" 2>/dev/null ||
	openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$dir/$1.key"; }

root() { # name
	mkdir -p "$dir/$1.d"
	: >"$dir/$1.d/index"
	echo 1000 >"$dir/$1.d/serial"
	echo 01 >"$dir/$1.d/crlnumber"
	ca_config "$1" >"$dir/$1.cnf"
	key "$1"
}

self_signed() { # name title
	openssl req -new -x509 -sha256 -days 3000 -config "$dir/plain.cnf" -subj "/O=Nemouneh test/CN=$2" \
		-key "$dir/$1.key" -out "$dir/$1.pem"
}

issue() { # issuer name title extensions [dates]
	issuer=$1; name=$2; title=$3; ext=$4; shift 4
	[ -e "$dir/$name.key" ] || key "$name"
	openssl req -new -config "$dir/plain.cnf" -subj "/O=Nemouneh test/CN=$title" -key "$dir/$name.key" -out "$dir/$name.csr"
	openssl ca -batch -notext -config "$dir/$issuer.cnf" -extensions "$ext" "$@" \
		-in "$dir/$name.csr" -out "$dir/$name.pem" 2>"$dir/ca.log" || { cat "$dir/ca.log" >&2; exit 1; }
}

tsa_config() { # name digest
	echo "01" >"$dir/$1.tsaserial"
	cat >"$dir/$1.tsa" <<END
[tsa]
default_tsa = it
[it]
serial = $dir/$1.tsaserial
signer_cert = $dir/$1.pem
signer_key = $dir/$1.key
$([ "$1" = tsa-two ] && echo "certs = $dir/mid.pem")
signer_digest = $2
default_policy = 1.2.3.4.1
digests = md5, sha1, sha256, sha384, sha512
accuracy = secs:1, millisecs:500
ess_cert_id_alg = sha256
END
}

crl() { openssl ca -config "$dir/one.cnf" -gencrl -out "$dir/one.crl" 2>/dev/null; }

make_all() {
	mkdir -p "$dir"
	printf '[req]\ndistinguished_name = dn\nx509_extensions = root\n[dn]\n[root]\nbasicConstraints = critical,CA:TRUE\nkeyUsage = critical,keyCertSign,cRLSign\nsubjectKeyIdentifier = hash\n' >"$dir/plain.cnf"
	root one; self_signed one "Root one"
	root two; self_signed two "Root two"
	root mid; issue two mid "Intermediate two" root
	for t in tsa-one sha1 spare other; do issue one "$t" "Authority $t" tsa; done
	issue one ended "Authority ended" tsa -startdate 20200101000000Z -enddate 20210101000000Z
	issue one early "Authority early" tsa -startdate 20900101000000Z -enddate 20910101000000Z
	issue one soon "Authority soon" tsa -days 30
	issue one lax "Authority lax" lax
	issue one broad "Authority broad" broad
	issue mid tsa-two "Authority tsa-two" tsa
	for t in tsa-one sha1 spare other ended early soon lax broad; do
		tsa_config "$t" "$([ "$t" = sha1 ] && echo sha1 || echo sha256)"
	done
	tsa_config tsa-two sha384
	crl
}

reply() { # name request response
	openssl ts -reply -config "$dir/$1.tsa" -queryfile "$2" -out "$3" 2>"$dir/ts.log" || { cat "$dir/ts.log" >&2; exit 1; }
}

forge() { # name token response [""]
	openssl ts -reply -in "$2" -token_out -out "$dir/forge.token" 2>/dev/null
	openssl cms -verify -noverify -binary -inform DER -in "$dir/forge.token" -out "$dir/forge.tst" 2>/dev/null
	# shellcheck disable=SC2086  # an option or nothing
	openssl cms -sign ${4--cades} -binary -nodetach -nosmimecap -md sha256 -outform DER -econtent_type 1.2.840.113549.1.9.16.1.4 \
		-signer "$dir/$1.pem" -inkey "$dir/$1.key" -in "$dir/forge.tst" -out "$3"
}

case $here in
make) make_all ;;
reply) reply "$@" ;;
forge) forge "$@" ;;
revoke)
	openssl ca -config "$dir/one.cnf" -revoke "$dir/$1.pem" -crl_reason "$2" 2>/dev/null
	crl ;;
*) sed -n 's/^#\t/\t/p' "$0" >&2; exit 2 ;;
esac
