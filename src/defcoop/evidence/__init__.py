"""What is known of India-Japan defence cooperation, and who says so."""
