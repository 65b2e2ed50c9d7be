#!/usr/bin/env bash
# Makes the files beside it anew: the certificate of an authority that nobody trusts, and one that it gave to this machine.
# They are kept because Node makes no certificates and not every machine has openssl. They protect nothing.
set -euo pipefail
cd "$(dirname "$0")"

folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
touch "$folder/index"
cat >"$folder/config" <<END
[ca]
default_ca = authority
[authority]
database = $folder/index
new_certs_dir = $folder
rand_serial = yes
default_md = sha256
policy = any
[any]
commonName = supplied
[root]
basicConstraints = critical, CA:true
[leaf]
subjectAltName = DNS:localhost, IP:127.0.0.1
END
request() {
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$1" -keyout "$2" -out "$folder/request"
}
# Valid whatever the clock of a machine says.
sign() {
  openssl ca -batch -notext -config "$folder/config" -startdate 20200101000000Z -enddate 21200101000000Z \
    -keyfile "$folder/ca.key" -in "$folder/request" "$@"
}
request "A private authority" "$folder/ca.key"
sign -selfsign -extensions root -out ca.pem
request localhost enos.key
sign -cert ca.pem -extensions leaf -out enos.pem
