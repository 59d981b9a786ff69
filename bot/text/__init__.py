"""Indonesian news text: cleaning, sentences, words, similarity, summaries. Pure."""
