package io.mnemesh.memory.index.document;

import java.util.List;
import org.apache.lucene.analysis.CharArraySet;

/** English words that make a question one and say nothing of what is asked. */
final class QuestionWords {

    static final CharArraySet ALL = CharArraySet.unmodifiableSet(new CharArraySet(
            List.of(
                    "a", "an", "and", "are", "as", "at", "be", "been", "being", "but", "by", "can", "could", "did",
                    "do", "does", "for", "from", "had", "has", "have", "he", "her", "here", "him", "his", "how", "i",
                    "if", "in", "into", "is", "it", "its", "just", "may", "me", "might", "my", "no", "not", "of", "on",
                    "or", "our", "she", "should", "so", "some", "such", "than", "that", "the", "their", "them", "then",
                    "there", "these", "they", "this", "to", "us", "was", "we", "were", "what", "when", "where", "which",
                    "who", "whom", "whose", "why", "will", "with", "would", "you", "your", "about", "also", "any"),
            false));

    private QuestionWords() {}
}
