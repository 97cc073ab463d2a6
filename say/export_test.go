package say

// TextsOf shows tests the texts of a language.
func TextsOf(lang string) Texts { return texts[lang] }
