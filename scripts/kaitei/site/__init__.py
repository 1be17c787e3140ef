"""What stands on the site on a day: its model, and every file drawn from it."""
