package io.mnemesh.memory.index.ranking;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The question names exactly one of those who speak: what that one says counts more. It names whom a statement is about: a
 * statement about somebody else, which may share half the name, counts less, unless it says something of the one who is named.
 * Turns of conversations are left out of the second rule; whom they are about is often said before.
 */
final class SpeakerPrior implements Prior {

    private static final double WEIGHT = 0.07;
    private static final double SOMEBODY_ELSE = 0.25;

    @Override
    public double[] addends(Scene scene, double[] soFar) {
        Map<String, Boolean> named = new HashMap<>();
        Map<String, Set<String>> subjects = new HashMap<>();
        for (int i = 0; i < scene.size(); i++) {
            Profile profile = scene.profile(i);
            String speaker = profile.speaker();
            if (speaker != null) {
                named.computeIfAbsent(speaker, name -> isNamed(name, scene.question()));
            }
            Claim claim = profile.claim();
            if (claim != null && !profile.turn()) {
                subjects.computeIfAbsent(claim.subject(), Question::words);
            }
        }
        boolean one = named.values().stream().filter(Boolean::booleanValue).count() == 1;
        Set<Set<String>> meant = new HashSet<>(subjects.values());
        meant.removeIf(words -> words.isEmpty() || !scene.question().names().containsAll(words));
        return IntStream.range(0, scene.size())
                .mapToDouble(i -> {
                    Profile profile = scene.profile(i);
                    double says = one && Boolean.TRUE.equals(named.get(profile.speaker())) ? WEIGHT : 0;
                    return isOfSomebodyElse(profile, meant) ? says - SOMEBODY_ELSE : says;
                })
                .toArray();
    }

    private static boolean isNamed(String speaker, Question question) {
        return Question.words(speaker).stream().anyMatch(question.names()::contains);
    }

    private static boolean isOfSomebodyElse(Profile profile, Set<Set<String>> meant) {
        Claim claim = profile.claim();
        return claim != null
                && !profile.turn()
                && !meant.isEmpty()
                && !meant.contains(Question.words(claim.subject()))
                && meant.stream().noneMatch(Question.words(claim.value())::containsAll);
    }
}
