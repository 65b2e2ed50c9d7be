#!/usr/bin/env bash
# Builds the image of deploy/Dockerfile and runs it: read-only, as its own user, with its own command. Needs root, buildah and
# busybox-static, and neither a container engine nor a registry: the base image is made of this machine's Node and npm.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH=$PWD/node_modules/.bin:$PATH

work=$(mktemp -d)
storage=(--root "$work/store" --runroot "$work/run" --storage-driver overlay)
# Overlays cannot be stacked everywhere, for instance inside a container.
buildah "${storage[@]}" info >/dev/null 2>&1 || storage[5]=vfs

cleanUp() {
  mountpoint --quiet "$work/image" && umount --recursive "$work/image"
  buildah "${storage[@]}" rm --all >/dev/null 2>&1 || true
  buildah "${storage[@]}" rmi --all --force >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap cleanUp EXIT

# The base: node with its libraries, npm, a shell, the user node.
base=$work/base
mkdir -p "$base"/{bin,dev,proc,etc/ssl/certs,usr/{bin,local/{bin,etc,lib/node_modules}},tmp,root,home/node}
chmod 1777 "$base/tmp"
node=$(node --print 'process.execPath')
cp "$node" "$base/usr/local/bin/node"
ldd "$node" | grep --only-matching '/[^ ]*' | sort --unique | xargs cp --parents --dereference --target-directory "$base"
# What Node loads by itself, and what add-ons of build tools are linked against.
for library in lib{nss_files.so.2,nss_dns.so.2,resolv.so.2,rt.so.1,util.so.1}; do
  cp --parents --dereference /lib/*-linux-gnu*/"$library" "$base" 2>/dev/null || true
done
npm=$(dirname "$(dirname "$(readlink --canonicalize "$(PATH=${PATH#*:} command -v npm)")")")
cp --recursive "$npm" "$base/usr/local/lib/node_modules/npm"
for command in npm npx; do
  printf '#!/bin/sh\nexec node /usr/local/lib/node_modules/npm/bin/%s-cli.js "$@"\n' $command >"$base/usr/local/bin/$command"
  chmod +x "$base/usr/local/bin/$command"
done
cp /bin/busybox "$base/bin/busybox"
for applet in $("$base/bin/busybox" --list | grep --line-regexp --invert-match busybox); do ln --symbolic busybox "$base/bin/$applet"; done
ln --symbolic /bin/busybox "$base/usr/bin/env"
echo 'root:x:0:0::/root:/bin/sh
node:x:1000:1000::/home/node:/bin/sh' >"$base/etc/passwd"
echo 'root:x:0:
node:x:1000:' >"$base/etc/group"
# The certificates and the registry that this machine uses.
cp --dereference /etc/ssl/certs/ca-certificates.crt "$base/etc/ssl/certs/"
{
  echo "cafile=/etc/ssl/certs/ca-certificates.crt"
  echo "registry=$(PATH=${PATH#*:} npm config get registry)"
} >"$base/usr/local/etc/npmrc"

container=$(buildah "${storage[@]}" from scratch)
buildah "${storage[@]}" add --quiet "$container" "$base" / >/dev/null
buildah "${storage[@]}" config --env PATH=/usr/local/bin:/bin --cmd node "$container"
buildah "${storage[@]}" commit --quiet --rm "$container" docker.io/library/node:24-slim >/dev/null

BUILDER="buildah ${storage[*]} bud --isolation chroot --network host --pull=never --layers=false --quiet" \
  scripts/image.sh --tag checked >"$work/build.log" 2>&1 || {
  cat "$work/build.log" >&2
  exit 1
}

container=$(buildah "${storage[@]}" from --pull-never checked)
mkdir "$work/image"
mount --bind "$(buildah "${storage[@]}" mount "$container")" "$work/image"
mount --options remount,bind,ro "$work/image"
# What every engine mounts: Node reads its own memory from /proc.
mount --types proc proc "$work/image/proc"
mount --bind /dev "$work/image/dev"
buildah "${storage[@]}" inspect --type image checked >"$work/image.json"
node scripts/tryImage.mjs "$work/image" "$work/image.json"
