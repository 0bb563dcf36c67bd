package io.mnemesh.intelligence.anomaly;

/**
 * What one detector says of a value.
 *
 * @param surprise decimal orders of rarity among its own scores: 3 for once in a thousand points
 * @param meaning  what it looks at: the rest of a sentence that begins with the value
 */
public record Vote(String detector, double surprise, String meaning) {}
