# Sourced by app/run and tests/run: which Debian packages are needed, and how the project is built.

# To build and to run the program.
GB_BUILD_PACKAGES="
  adwaita-icon-theme
  bubblewrap
  ca-certificates
  dconf-gsettings-backend
  desktop-file-utils
  fonts-dejavu-core
  fonts-noto-cjk
  gcc
  gettext
  glib-networking
  gsettings-desktop-schemas
  libarchive-dev
  libc6-dev
  libgtk-3-dev
  libhandy-1-dev
  libime-bin
  libime-data
  libime-data-language-model
  libjson-glib-dev
  libqrencode-dev
  librsvg2-common
  libsecret-1-dev
  libsoup-3.0-dev
  libsqlite3-dev
  libssl-dev
  libwebkit2gtk-4.1-dev
  libxml2-dev
  libxml2-utils
  libxslt1-dev
  meson
  ninja-build
  nodejs
  npm
  pkg-config
  poppler-utils
  xdg-dbus-proxy
"

# To show the job without a screen.
GB_DEMO_PACKAGES="
  chromium
  dbus
  imagemagick
  xauth
  xdotool
  xvfb
"

# To run the tests.
GB_TEST_PACKAGES="
  $GB_DEMO_PACKAGES
  appstream
  at-spi2-core
  clang-format-14
  fcitx5
  fcitx5-chinese-addons
  fcitx5-frontend-gtk3
  git
  ibus
  ibus-gtk3
  ibus-libpinyin
  procps
  python3
"

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Node.js and npm often come from elsewhere, and then Debian's packages cannot stand beside them.
is_there_otherwise() {
  case $1 in
    nodejs) command -v node >/dev/null ;;
    npm) command -v npm >/dev/null ;;
    *) false ;;
  esac
}

# Installs those that are missing, and asks nothing of the network when none is.
install_packages() {
  local missing=() package
  for package in "$@"; do
    ! is_there_otherwise "$package" || continue
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  echo "installing ${missing[*]}" >&2
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${missing[@]}" >/dev/null
}

# build_project FOLDER [MESON OPTION…]
build_project() {
  local folder=$1
  shift
  [ -f "$folder/build.ninja" ] || meson setup "$folder" "$@" >&2
  ninja -C "$folder" --quiet >&2
}
