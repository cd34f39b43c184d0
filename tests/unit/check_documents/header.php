<!DOCTYPE html>
<html <?php language_attributes(); ?>>
<head>
	<meta charset="<?php bloginfo( 'charset' ); ?>">
	<?php wp_head(); ?>
</head>
<body <?php body_class(); ?>>
<?php wp_body_open(); ?>
<?php if ( has_nav_menu( 'primary' ) ) : ?>
	<nav aria-label="<?php esc_attr_e( 'Primary menu', 'twentytwentyone' ); ?>"></nav>
<?php endif; ?>
<ats-widget site-key="<?php echo esc_attr( get_option( 'ats_key' ) ); ?>" ats-url="<?php echo esc_url( $url ); ?>"></ats-widget>
