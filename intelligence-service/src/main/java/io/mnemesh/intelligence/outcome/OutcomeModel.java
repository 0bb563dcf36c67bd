package io.mnemesh.intelligence.outcome;

import io.mnemesh.intelligence.errors.evidence.Wilson;
import io.mnemesh.intelligence.outcome.Outlook.Chance;
import io.mnemesh.intelligence.outcome.Outlook.Contribution;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was learned of decisions of one kind. Two outcomes share one model; of more, each has its own against the others, and
 * their probabilities are scaled to 1 together. Immutable. As bytes it is the same wherever it was learned from the same.
 */
public final class OutcomeModel {

    /** Form of the bytes. */
    public static final int FORMAT = 1;

    private final Encoder encoder;
    private final List<String> outcomes;
    private final List<LabelModel> models;
    private final List<Hint> hints;
    private final References references;
    private final int examples;

    /** @param outcomes in the order of their models; the second of two has none */
    OutcomeModel(
            Encoder encoder,
            List<String> outcomes,
            List<LabelModel> models,
            List<Hint> hints,
            References references,
            int examples) {
        this.encoder = encoder;
        this.outcomes = List.copyOf(outcomes);
        this.models = List.copyOf(models);
        this.hints = List.copyOf(hints);
        this.references = references;
        this.examples = examples;
    }

    /** How the models did on what they were learned from. */
    public List<Comparison> comparisons() {
        return models.stream().map(LabelModel::comparison).toList();
    }

    public List<String> outcomes() {
        return outcomes;
    }

    /** Decisions it was learned from. */
    public int examples() {
        return examples;
    }

    List<Column> columns() {
        return encoder.columns();
    }

    /** How a decision may end. */
    public Outlook predict(Map<String, FeatureValue> features) {
        Row row = encoder.encode(features);
        double[] probabilities = probabilities(row);
        List<String> strange = encoder.strange(features);
        var chances = new ArrayList<Chance>();
        int best = 0;
        for (int i = 0; i < probabilities.length; i++) {
            chances.add(chance(i, probabilities[i], strange.size()));
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        chances.sort(Comparator.comparingDouble(Chance::probability).reversed().thenComparing(Chance::outcome));
        boolean isOther = models.size() == 1 && best == 1;
        LabelModel model = models.get(isOther ? 0 : best);
        double sign = isOther ? -1 : 1;
        double[] additions = new double[encoder.columns().size()];
        double base = sign * model.explain(row, additions);
        var byFeature = new TreeMap<String, Double>();
        for (int c = 0; c < additions.length; c++) {
            byFeature.merge(encoder.columns().get(c).feature(), sign * additions[c], Double::sum);
        }
        List<Contribution> contributions = byFeature.entrySet().stream()
                .map(one -> new Contribution(one.getKey(), one.getValue()))
                .sorted(Comparator.comparingDouble((Contribution one) -> -Math.abs(one.addition()))
                        .thenComparing(Contribution::feature))
                .toList();
        return new Outlook(chances, base, sign * model.logOdds(row), contributions, strange);
    }

    /** Probability of an outcome, without the rest of what {@link #predict} says. */
    double probability(Map<String, FeatureValue> features, String outcome) {
        int at = outcomes.indexOf(outcome);
        return at < 0 ? 0 : probabilities(encoder.encode(features))[at];
    }

    private double[] probabilities(Row row) {
        double[] probabilities = new double[outcomes.size()];
        if (models.size() == 1) {
            probabilities[0] = Odds.probability(models.getFirst().logOdds(row));
            probabilities[1] = 1 - probabilities[0];
            return probabilities;
        }
        double all = 0;
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = Odds.probability(models.get(i).logOdds(row));
            all += probabilities[i];
        }
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] /= all;
        }
        return probabilities;
    }

    /** What is strange counts as less tested: the interval becomes wider with each such feature. */
    private Chance chance(int outcome, double probability, int strange) {
        boolean isOther = models.size() == 1 && outcome == 1;
        int tested = models.get(isOther ? 0 : outcome).tested(isOther ? 1 - probability : probability);
        double trials = (double) tested / (1 + strange);
        return new Chance(
                outcomes.get(outcome),
                probability,
                Wilson.lower(probability * trials, trials),
                Wilson.upper(probability * trials, trials),
                tested);
    }

    /** Past decisions like this one, the most alike first. */
    public List<Similar> similar(Map<String, FeatureValue> features, int most) {
        return references.like(encoder.encode(features), encoder.columns(), most);
    }

    /** What goes together with an outcome of decisions that have these values, or was caused by them. */
    public List<Hint> hints(Map<String, FeatureValue> features, String outcome, int most) {
        return hints.stream()
                .filter(hint -> hint.outcome().equals(outcome) || models.size() == 1)
                .filter(hint -> {
                    FeatureValue told = features.get(hint.feature());
                    return told != null && hint.fits(told);
                })
                .limit(most)
                .toList();
    }

    public byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(FORMAT);
            out.writeInt(examples);
            encoder.write(out);
            Binary.write(out, outcomes);
            out.writeInt(models.size());
            for (LabelModel model : models) {
                model.write(out);
            }
            out.writeInt(hints.size());
            for (Hint hint : hints) {
                hint.write(out);
            }
            references.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws IOException if these are no bytes of this form */
    public static OutcomeModel of(byte[] bytes) throws IOException {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readInt();
            if (format != FORMAT) {
                throw new IOException("The model has the form " + format + ".");
            }
            int examples = in.readInt();
            Encoder encoder = Encoder.read(in);
            List<String> outcomes = Binary.strings(in);
            var models = new ArrayList<LabelModel>();
            for (int left = in.readInt(); left > 0; left--) {
                models.add(LabelModel.read(in));
            }
            var hints = new ArrayList<Hint>();
            for (int left = in.readInt(); left > 0; left--) {
                hints.add(Hint.read(in));
            }
            return new OutcomeModel(
                    encoder,
                    outcomes,
                    models,
                    hints,
                    References.read(in, encoder.columns().size()),
                    examples);
        }
    }
}
