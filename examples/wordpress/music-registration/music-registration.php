<?php
/**
 * Plugin Name: Music registration
 * Description: The shortcode [music_registration] shows Allfeat's widget, with pywidget beside it.
 * Version: 1.0.0
 * Requires PHP: 8.0
 */

namespace MusicRegistration;

defined( 'ABSPATH' ) || exit;

const ACTION_TYPES = array(
	'register' => 'register',
	'update'   => 'update_version',
	'download' => 'access',
);
/** Seconds that a page waits for its first token. Without one, pywidget asks for it. */
const PATIENCE = 2;
/** Seconds for all other tokens: less than the page waits for an answer. */
const TIMEOUT = 8;

function setting( string $name, string $otherwise ): string {
	$value = getenv( $name );
	return false === $value ? $otherwise : $value;
}

/** The site's origin, as browsers send it. */
function origin(): string {
	$parts = wp_parse_url( home_url() );
	return $parts['scheme'] . '://' . $parts['host'] . ( isset( $parts['port'] ) ? ':' . $parts['port'] : '' );
}

// --8<-- [start:session]
/** Asks Allfeat for a token, or tells why there is none. It throws nothing, so a page can be made without a token. */
function create_session( int $user, string $mode, int $timeout ): array {
	$url      = setting( 'ATS_API_URL', 'http://127.0.0.1:8000/organizations' ) . '/v1/sessions';
	$response = wp_remote_post(
		$url,
		array(
			'timeout'     => $timeout,
			'redirection' => 0,
			'headers'     => array(
				'Content-Type' => 'application/json',
				'Origin'       => origin(),
			),
			'body'        => wp_json_encode(
				array(
					'secret_key'        => setting( 'ALLFEAT_SECRET_KEY', 'csk_demo-ok' ),
					'action_type'       => ACTION_TYPES[ $mode ] ?? 'register',
					'allowed_network'   => 'testnet',
					'external_user_ref' => "user-$user",
				)
			),
		)
	);
	$status = (int) wp_remote_retrieve_response_code( $response );
	$answer = json_decode( wp_remote_retrieve_body( $response ), true );
	if ( $status >= 200 && $status < 300 && is_string( $answer['token'] ?? null ) ) {
		return array( 'token' => $answer['token'] );
	}
	if ( ! is_array( $answer['error'] ?? null ) ) {
		$answer = array( 'error' => array( 'code' => 'common.service_unavailable' ) );
	}
	// The code decides what the visitor sees. The API's own words stay here.
	$error = array_intersect_key( $answer['error'], array_flip( array( 'code', 'request_id', 'details' ) ) );
	error_log( "no token: HTTP $status " . ( $error['code'] ?? '' ) . ' ' . ( $error['request_id'] ?? '' ) );
	return array(
		// To the page, 401 means that the visitor is signed out. The API's own 401 is about the secret key.
		'status' => $status < 400 || 401 === $status ? 502 : $status,
		'error'  => $error,
		'wait'   => wp_remote_retrieve_header( $response, 'retry-after' ),
	);
}
// --8<-- [end:session]

// --8<-- [start:endpoint]
function answer_token( \WP_REST_Request $request ): \WP_REST_Response {
	// Browsers send it with each POST, and pages cannot change it: other sites get no tokens.
	if ( get_http_origin() !== origin() ) {
		return new \WP_REST_Response( array( 'error' => array( 'code' => 'session.origin_not_allowed' ) ), 403 );
	}
	if ( ! is_user_logged_in() ) {
		return new \WP_REST_Response( array( 'error' => array( 'code' => 'common.unauthorized' ) ), 401 );
	}
	$session  = create_session( get_current_user_id(), (string) $request['mode'], TIMEOUT );
	$no_store = array( 'Cache-Control' => 'no-store' );
	if ( isset( $session['token'] ) ) {
		return new \WP_REST_Response( array( 'token' => $session['token'] ), 200, $no_store );
	}
	$wait = $session['wait'] ? array( 'Retry-After' => $session['wait'] ) : array();
	return new \WP_REST_Response( array( 'error' => $session['error'] ), $session['status'], $no_store + $wait );
}

add_action(
	'rest_api_init',
	fn() => register_rest_route(
		'music-registration/v1',
		'/token',
		array(
			'methods'             => 'POST',
			'callback'            => __NAMESPACE__ . '\answer_token',
			// The function itself refuses, in the form that pywidget reads.
			'permission_callback' => '__return_true',
		)
	)
);
// --8<-- [end:endpoint]

// --8<-- [start:page]
add_shortcode(
	'music_registration',
	function (): string {
		if ( ! is_user_logged_in() ) {
			return '<p><a href="' . esc_url( wp_login_url( get_permalink() ) ) . '">Sign in</a> to register a work.</p>';
		}
		$token  = create_session( get_current_user_id(), 'register', PATIENCE )['token'] ?? null;
		$script = wp_get_script_tag(
			array(
				'src'                => plugins_url( 'pywidget/pywidget.js', __FILE__ ),
				'data-token-url'     => rest_url( 'music-registration/v1/token' ),
				// Without it, WordPress takes a request for that of a visitor who is not signed in.
				'data-token-headers' => 'X-WP-Nonce: ' . wp_create_nonce( 'wp_rest' ),
				'data-first-token'   => $token ? 'off' : 'on',
				'data-login-url'     => wp_login_url( get_permalink() ),
				'data-contact'       => 'help@example.org',
			)
		);
		$widget = wp_get_script_tag(
			array(
				'src'   => 'https://cdn.allfeat.org/widgets/ats/v3/ats-widget.iife.js',
				'defer' => true,
			)
		);
		return $script . $widget . sprintf(
			'<ats-widget site-key="%s" ats-url="https://ats.api.allfeat.org" network="testnet" mode="register"%s></ats-widget>',
			esc_attr( setting( 'SITE_KEY', 'cpk_demo' ) ),
			$token ? ' token="' . esc_attr( $token ) . '"' : ''
		);
	}
);
// --8<-- [end:page]
