#!/usr/bin/env bash
# The Dockerfile, really built and run, where no registry of images can be reached: on a bare Debian root that has what
# python:3.13-slim has, unprivileged and with a read-only root. As root, with a few GB free, after
#   apt-get install --no-install-recommends mmdebstrap podman runc
# Prints what held, and ends with 1 at the first thing that did not. Not part of `make test`.
set -euo pipefail
cd "$(dirname "$0")/../.."
base=localhost/bare-python image=localhost/hymnsheet-tried name=hymnsheet-tried port=${PORT:-3917}
# No systemd may be here, nor the right to raise a limit.
start=(podman --runtime runc run --detach --name "$name" --no-healthcheck --network host --read-only
    --read-only-tmpfs=false --ulimit nofile=10000:10000 --ulimit nproc=30000:30000 --volume "$name:/data"
    --env HYMNSHEET_HOST=127.0.0.1 --env "HYMNSHEET_PORT=$port")
inside() { podman --runtime runc exec "$name" "$@"; }
folder=$(mktemp -d)
clean() {
    podman --runtime runc rm --force "$name" >/dev/null 2>&1 || true
    podman volume rm "$name" >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap clean EXIT
held() { echo "held: $1"; }
failed() { echo "did not hold: $1"; podman logs "$name" 2>&1 | tail -20; exit 1; }

if ! podman image exists "$base"; then
    mmdebstrap --quiet --variant=minbase --include=ca-certificates,netbase,tzdata,python3-venv \
        --customize-hook='chroot "$1" python3 -m venv /usr/local' trixie "$folder/root.tar"
    podman import --quiet "$folder/root.tar" "$base" >/dev/null
fi
# The certificates of this machine: its registry of Python packages may stand behind a proxy.
podman build --quiet --format docker --isolation chroot --network host --from "$base" \
    --volume /etc/ssl/certs:/etc/ssl/certs:ro --tag "$image" . >/dev/null
held "every step of the Dockerfile"

mapfile -t check < <(podman image inspect "$image" --format '{{range .HealthCheck.Test}}{{println .}}{{end}}')
[ "${check[0]}" = CMD ] || failed "the image has a health check"
ready() {
    for _ in $(seq 60); do
        if inside "${check[@]:1:3}" 2>/dev/null; then return; fi
        sleep 1
    done
    failed "the health check, within a minute"
}
"${start[@]}" "$image" >/dev/null
ready
held "the health check on the port that was set"
[ "$(inside id -u)" = 10001 ] || failed "unprivileged"
! inside touch /app/x 2>/dev/null || failed "a read-only root"
[[ $(inside python app.py check-config) == *"HYMNSHEET_DATA_DIR = /data"* ]] || failed "check-config"
inside python -c "import urllib.request as url; url.urlopen('http://127.0.0.1:$port/')" || failed "the workspace"
held "unprivileged, a read-only root, check-config, the workspace"
for _ in 1 2; do # the second time on the data that the first one left
    SECONDS=0
    podman --runtime runc stop --time 30 "$name" >/dev/null
    [ "$(podman inspect "$name" --format '{{.State.ExitCode}}')" = 0 ] || failed "exit code 0 at SIGTERM"
    held "the end at SIGTERM, after $SECONDS s"
    ! inside "${check[@]:1:3}" 2>/dev/null || failed "a health check that fails"
    podman --runtime runc start "$name" >/dev/null
    ready
done
held "a start on the data that was there"
