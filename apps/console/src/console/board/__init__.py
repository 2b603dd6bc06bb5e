"""What boards share: columns of cards that are dragged, by mouse, finger or keyboard."""
