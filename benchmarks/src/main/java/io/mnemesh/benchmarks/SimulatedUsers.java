package io.mnemesh.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What simulated users know and want to know: needs, each with two memories that meet it and four that only speak of the
 * same, and four ways to ask. The same seed makes the same needs.
 */
final class SimulatedUsers {

    private static final List<String> THINGS = List.of(
            "pump", "boiler", "conveyor", "printer", "forklift", "compressor", "turbine", "gate", "kiln", "chiller");

    private static final List<String> PLACES = List.of(
            "Delft", "Leiden", "Texel", "Utrecht", "Zwolle", "Breda", "Arnhem", "Venlo", "Hoorn", "Gouda", "Tiel",
            "Assen");

    private static final List<String> PEOPLE = List.of("Ana", "Ben", "Chioma", "Daan", "Greta", "Ines", "Noor", "Sam");

    private static final List<String> DAYS = List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday");

    private final Random random;

    SimulatedUsers(long seed) {
        random = new Random(seed);
    }

    /**
     * What somebody wants to know.
     *
     * @param answers   memories that meet it
     * @param others    memories that speak of the same and do not
     * @param asked     questions that are asked while users say what they think
     * @param heldOut   the same in other words, asked afterwards only
     */
    record Need(List<String> answers, List<String> others, List<String> asked, List<String> heldOut) {}

    /** So many needs of different things and places. */
    List<Need> needs(int count) {
        var pairs = new ArrayList<String[]>();
        for (String thing : THINGS) {
            for (String place : PLACES) {
                pairs.add(new String[] {thing, place});
            }
        }
        Collections.shuffle(pairs, random);
        return pairs.subList(0, count).stream()
                .map(pair -> need(pair[0], pair[1]))
                .toList();
    }

    private Need need(String thing, String place) {
        return switch (random.nextInt(3)) {
            case 0 -> restart(thing, place);
            case 1 -> inspect(thing, place);
            default -> spare(thing, place);
        };
    }

    private Need restart(String thing, String place) {
        return new Need(
                List.of(
                        "The %s in %s starts again with switch %s held for %d seconds."
                                .formatted(thing, place, letter(), number()),
                        "To bring the %s in %s back, open valve %s first.".formatted(thing, place, letter())),
                List.of(
                        "The restart of the %s in %s took %d minutes last %s.".formatted(thing, place, number(), day()),
                        "%s restarted the %s in %s on %s.".formatted(person(), thing, place, day()),
                        "How we restart the %s in %s will be discussed on %s.".formatted(thing, place, day()),
                        "A restart of the %s in %s is logged in book %d.".formatted(thing, place, number())),
                List.of(
                        "How do I restart the %s in %s?".formatted(thing, place),
                        "What restarts the %s in %s?".formatted(thing, place)),
                List.of(
                        "The %s in %s has stopped, how do we restart it?".formatted(thing, place),
                        "Steps for a restart of the %s in %s".formatted(thing, place)));
    }

    private Need inspect(String thing, String place) {
        return new Need(
                List.of(
                        "%s signs off the %s in %s every %s.".formatted(person(), thing, place, day()),
                        "Call %s before anybody opens the %s in %s.".formatted(person(), thing, place)),
                List.of(
                        "Who inspects the %s in %s was asked on %s.".formatted(thing, place, day()),
                        "The inspection of the %s in %s costs %d euros.".formatted(thing, place, 10 * number()),
                        "The %s in %s failed an inspection %d years ago.".formatted(thing, place, number()),
                        "Inspectors found the %s in %s locked on %s.".formatted(thing, place, day())),
                List.of(
                        "Who inspects the %s in %s?".formatted(thing, place),
                        "Whom do I ask about the inspection of the %s in %s?".formatted(thing, place)),
                List.of(
                        "The %s in %s needs an inspection, who does it?".formatted(thing, place),
                        "Inspector of the %s in %s".formatted(thing, place)));
    }

    private Need spare(String thing, String place) {
        return new Need(
                List.of(
                        "For the %s in %s look into cabinet %s, shelf %d.".formatted(thing, place, letter(), number()),
                        "What the %s in %s wears out is kept with %s.".formatted(thing, place, person())),
                List.of(
                        "Spare parts of the %s in %s are ordered on %s.".formatted(thing, place, day()),
                        "The spare parts for the %s in %s were %d weeks late.".formatted(thing, place, number()),
                        "%s counted spare parts of the %s in %s.".formatted(person(), thing, place),
                        "Where spare parts of the %s in %s came from is unknown.".formatted(thing, place)),
                List.of(
                        "Where are the spare parts of the %s in %s?".formatted(thing, place),
                        "Where do I find spare parts for the %s in %s?".formatted(thing, place)),
                List.of(
                        "I need spare parts for the %s in %s, where are they kept?".formatted(thing, place),
                        "Location of spare parts, %s in %s".formatted(thing, place)));
    }

    private String letter() {
        return String.valueOf((char) ('A' + random.nextInt(26)));
    }

    private int number() {
        return 2 + random.nextInt(40);
    }

    private String day() {
        return DAYS.get(random.nextInt(DAYS.size()));
    }

    private String person() {
        return PEOPLE.get(random.nextInt(PEOPLE.size()));
    }
}
