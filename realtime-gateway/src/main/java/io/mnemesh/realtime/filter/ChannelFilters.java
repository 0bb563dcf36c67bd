package io.mnemesh.realtime.filter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a token lets its bearer see of which channels: its claim {@code channel_filters} is an object of filters by patterns
 * of channel names, in which {@code *} stands for any characters. All whose patterns fit a channel hold for it, whatever
 * the client asks for besides. A claim that cannot be read lets nothing be seen of any channel.
 *
 * @param rules by pattern; null if the claim cannot be read
 */
public record ChannelFilters(@Nullable List<Rule> rules) {

    /** The token says nothing about it. */
    public static final ChannelFilters NONE = new ChannelFilters(List.of());

    private static final ChannelFilters UNREADABLE = new ChannelFilters(null);
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_RULES = 16;

    public ChannelFilters {
        rules = rules == null ? null : List.copyOf(rules);
    }

    /** @param pieces what a channel's name has to be made of, with anything between */
    public record Rule(List<String> pieces, Filter filter) {

        public Rule {
            pieces = List.copyOf(pieces);
        }

        boolean fits(String channel) {
            String last = pieces.getLast();
            if (pieces.size() == 1) {
                return channel.equals(last);
            }
            if (!channel.startsWith(pieces.getFirst()) || !channel.endsWith(last)) {
                return false;
            }
            int from = pieces.getFirst().length();
            for (String piece : pieces.subList(1, pieces.size() - 1)) {
                int at = channel.indexOf(piece, from);
                if (at < 0) {
                    return false;
                }
                from = at + piece.length();
            }
            return from <= channel.length() - last.length();
        }
    }

    /** @param claim the claim as JSON; empty if the token has none */
    public static ChannelFilters of(String claim) {
        if (claim.isEmpty()) {
            return NONE;
        }
        try {
            JsonNode json = JSON.readTree(claim);
            if (!json.isObject() || json.size() > MOST_RULES) {
                return UNREADABLE;
            }
            var rules = new ArrayList<Rule>(json.size());
            json.properties()
                    .forEach(entry -> rules.add(
                            new Rule(List.of(entry.getKey().split("\\*", -1)), JsonFilters.filter(entry.getValue()))));
            return new ChannelFilters(rules);
        } catch (JsonProcessingException | ProblemException e) {
            return UNREADABLE;
        }
    }

    /**
     * What holds for a channel.
     *
     * @throws ProblemException {@code forbidden} if the claim cannot be read
     */
    public Filter forChannel(String channel) {
        if (rules == null) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "The claim 'channel_filters' of the token cannot be read; nothing is shown.");
        }
        Filter filter = Filter.all();
        for (Rule rule : rules) {
            if (rule.fits(channel)) {
                filter = Filter.both(filter, rule.filter());
            }
        }
        return filter;
    }

    /** Whether the token restricts anything. */
    public boolean isRestricted() {
        return !equals(NONE);
    }
}
