<?php
/** Makes the database, an account and a page with the plugin. Status 75: the database does not listen yet. */

[ , $wordpress, $socket ] = $argv;

mysqli_report( MYSQLI_REPORT_OFF );
$database = mysqli_init();
if ( ! @$database->real_connect( 'localhost', 'root', '', null, 0, $socket ) ) {
	exit( 75 );
}
$database->query( 'CREATE DATABASE IF NOT EXISTS wordpress CHARACTER SET utf8mb4' );

define( 'WP_INSTALLING', true );
$_SERVER['HTTP_HOST'] = '127.0.0.1';
require_once "$wordpress/wp-load.php";
require_once "$wordpress/wp-admin/includes/upgrade.php";
require_once "$wordpress/wp-admin/includes/plugin.php";
// Nobody reads the mail that says that there is a new site.
add_filter( 'pre_wp_mail', '__return_true' );
wp_install( 'Works', 'admin', 'admin@example.org', false, '', 'example' );
activate_plugin( 'music-registration/music-registration.php' );
$page = wp_insert_post(
	array(
		'post_type'    => 'page',
		'post_status'  => 'publish',
		'post_title'   => 'Register a work',
		'post_content' => '[music_registration]',
	)
);
update_option( 'show_on_front', 'page' );
update_option( 'page_on_front', $page );
