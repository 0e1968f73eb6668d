"""What each subject connects when the portal starts."""
