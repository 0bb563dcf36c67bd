package io.mnemesh.memory.index.ranking;

/** What one {@link PriorKind} adds to or takes from the score of each candidate. */
@FunctionalInterface
interface Prior {

    /**
     * One addend per candidate, on the scale of the fused score.
     *
     * @param soFar scores of the candidates with what the priors before this one have added
     */
    double[] addends(Scene scene, double[] soFar);

    /** The function of this kind. */
    static Prior of(PriorKind kind, Priors priors) {
        return switch (kind) {
            case WINDOW -> new WindowPrior();
            case SESSION -> new SessionPrior();
            case SPEAKER -> new SpeakerPrior();
            case FORM -> new FormPrior();
            case TIME -> new TimePrior();
            case RECENCY -> new RecencyPrior();
            case IMPORTANCE -> new ImportancePrior();
            case UPDATE -> new UpdatePrior();
            case LEARNED -> new LearnedPrior(priors.learned());
            case BIAS -> new BiasPrior(priors.atHand());
        };
    }
}
