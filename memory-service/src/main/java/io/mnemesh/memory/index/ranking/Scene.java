package io.mnemesh.memory.index.ranking;

import java.util.List;

/**
 * A question with its candidates and their scores by words and meaning; positions in the arrays are those in the list.
 *
 * @param question   the question
 * @param candidates what may answer it
 * @param fusion     how the legs are combined
 * @param coverage   share of the question's idf that occurs in each
 * @param lexical    0 to 1
 * @param semantic   0 to 1
 */
record Scene(
        Question question,
        List<Candidate> candidates,
        Fusion fusion,
        double[] coverage,
        double[] lexical,
        double[] semantic) {

    static Scene of(Question question, List<Candidate> candidates, Fusion fusion) {
        double bound = question.bound();
        double scale = Fusion.lexicalScale(question.bestBm25(), bound);
        var coverage = new double[candidates.size()];
        var lexical = new double[candidates.size()];
        var semantic = new double[candidates.size()];
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            double covered = candidate.words().stream()
                    .mapToDouble(word -> question.idf()[word])
                    .sum();
            coverage[i] = bound > 0 ? covered / bound : 0;
            lexical[i] = Fusion.lexical(candidate.bm25(), scale, coverage[i]);
            semantic[i] = Fusion.semantic(candidate.cosine());
        }
        return new Scene(question, candidates, fusion, coverage, lexical, semantic);
    }

    int size() {
        return candidates.size();
    }

    Profile profile(int position) {
        return candidates.get(position).profile();
    }

    /** Score by words and meaning. */
    double base(int position) {
        return fusion.fuse(lexical[position], semantic[position]);
    }
}
