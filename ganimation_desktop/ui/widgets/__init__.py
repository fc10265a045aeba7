"""Parts that know nothing of photos: sliders, icons, pictures for Qt, texts, slow work in the background."""
