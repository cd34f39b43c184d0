"""The only part that touches the page. It performs effects and reads what comes back; it decides nothing."""
