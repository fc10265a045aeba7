"""What was done to photos and videos: kept between starts, and saved as projects."""
