package io.mnemesh.intelligence.decision;

import io.mnemesh.intelligence.outcome.Example;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Names the decisions that a model was learned from, so that it can be told whether two were learned from the same. */
final class Fingerprint {

    private Fingerprint() {}

    /** SHA-256 of all that models look at, in this order. */
    static String of(List<Example> examples) {
        MessageDigest digest = sha256();
        for (Example example : examples) {
            add(digest, example.id().toString());
            add(digest, example.outcome());
            new TreeMap<>(example.features()).forEach((name, value) -> {
                add(digest, name);
                add(digest, value.text());
            });
            new TreeSet<>(example.interventions()).forEach(name -> add(digest, name));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String part) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
