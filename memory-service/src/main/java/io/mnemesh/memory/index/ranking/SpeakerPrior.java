package io.mnemesh.memory.index.ranking;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** The question names exactly one of those who speak: what that one says counts more. */
final class SpeakerPrior implements Prior {

    private static final double WEIGHT = 0.07;

    @Override
    public double[] addends(Scene scene) {
        Map<String, Boolean> named = new HashMap<>();
        for (int i = 0; i < scene.size(); i++) {
            String speaker = scene.profile(i).speaker();
            if (speaker != null) {
                named.computeIfAbsent(speaker, name -> isNamed(name, scene.question()));
            }
        }
        boolean one = named.values().stream().filter(Boolean::booleanValue).count() == 1;
        return IntStream.range(0, scene.size())
                .mapToDouble(i ->
                        one && Boolean.TRUE.equals(named.get(scene.profile(i).speaker())) ? WEIGHT : 0)
                .toArray();
    }

    private static boolean isNamed(String speaker, Question question) {
        return Question.words(speaker).stream().anyMatch(question.names()::contains);
    }
}
