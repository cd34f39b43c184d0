#!/bin/sh
# Starts a WordPress with the plugin, on a database of its own; both are removed at the end. It needs Debian's packages
# wordpress, php-cli, php-mysql and mariadb-server-core. The account is "admin", with the password "example".
set -eu
here=$(cd "$(dirname "$0")" && pwd)
port=${PORT:-5009}
site=$(mktemp -d)
database=
server=
stop() {
  trap - EXIT INT TERM
  # shellcheck disable=SC2086  # what was not started is left out
  kill $server $database 2>/dev/null || true
  wait
  rm -rf "$site"
}
trap stop EXIT
trap 'exit 0' INT TERM

mariadb-install-db --no-defaults --user="$(id -un)" --datadir="$site/data" --skip-test-db >"$site/log" 2>&1
mariadbd --no-defaults --user="$(id -un)" --datadir="$site/data" --socket="$site/socket" --skip-networking \
  --skip-grant-tables >>"$site/log" 2>&1 &
database=$!

cp -rL /usr/share/wordpress "$site/wordpress" 2>/dev/null || test -f "$site/wordpress/wp-load.php"
cp -r "$here/music-registration" "$site/wordpress/wp-content/plugins/"
cat >"$site/wordpress/wp-config.php" <<PHP
<?php
define( 'DB_NAME', 'wordpress' );
define( 'DB_USER', 'root' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', 'localhost:$site/socket' );
define( 'WP_HOME', 'http://127.0.0.1:$port' );
define( 'WP_SITEURL', WP_HOME );
define( 'DISABLE_WP_CRON', true );
define( 'WP_DEBUG_DISPLAY', false );
foreach ( array( 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ) as \$name ) {
	define( "{\$name}_KEY", 'for this example only' );
	define( "{\$name}_SALT", 'for this example only' );
}
\$table_prefix = 'wp_';
require __DIR__ . '/wp-settings.php';
PHP
# Status 75 says that the database does not listen yet.
while
  status=0
  php "$here/install.php" "$site/wordpress" "$site/socket" || status=$?
  test $status -eq 75
do
  kill -0 "$database" || { cat "$site/log"; exit 1; }
  sleep 0.2
done
test $status -eq 0

echo "WordPress: http://127.0.0.1:$port/"
php -S "127.0.0.1:$port" -t "$site/wordpress" &
server=$!
wait "$server"
