<?php
/**
 * Plugin Name: ATS — don't worry
 */
add_action( 'wp_enqueue_scripts', function () {
	wp_enqueue_script( 'pywidget', plugins_url( 'pywidget/pywidget.js', __FILE__ ), array(), null );
} );
add_filter( 'script_loader_tag', function ( $tag, $handle ) {
	return 'pywidget' === $handle ? str_replace( ' src=', ' data-token-url="/t" src=', $tag ) : $tag;
}, 10, 2 );
add_shortcode( 'ats', function () { return '<ats-widget site-key="' . esc_attr( $k ) . '"></ats-widget>'; } );
