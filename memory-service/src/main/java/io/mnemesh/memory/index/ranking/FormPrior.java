package io.mnemesh.memory.index.ranking;

/**
 * Turns that state count more than turns that ask or greet: less for the share of its sentences that ask, more for its
 * length (logarithmic, up to forty words) and for following a question. Other memories get nothing.
 */
final class FormPrior implements Prior {

    private static final double ASKING = -0.17;
    private static final double LENGTH = 0.1;
    private static final double ANSWERING = 0.03;
    private static final int LONG = 40;
    private static final double USUAL_LENGTH = 0.8;

    @Override
    public double[] addends(Scene scene, double[] soFar) {
        var addends = new double[scene.size()];
        for (int i = 0; i < addends.length; i++) {
            Candidate candidate = scene.candidates().get(i);
            if (candidate.profile().turn()) {
                TextForm form = candidate.profile().form();
                double length = Math.min(1, Math.log1p(form.words()) / Math.log1p(LONG));
                addends[i] = ASKING * form.questionShare()
                        + LENGTH * (length - USUAL_LENGTH)
                        + (answers(scene, candidate) ? ANSWERING : 0);
            }
        }
        return addends;
    }

    private static boolean answers(Scene scene, Candidate candidate) {
        return !candidate.before().isEmpty()
                && scene.profile(candidate.before().getFirst()).form().endsAsQuestion();
    }
}
