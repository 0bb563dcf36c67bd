package io.mnemesh.gateway.signing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mnemesh.mesh.tenancy.Identity;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The claim {@code channel_filters} of tokens: filters by patterns of channels, from all rules that are for the bearer.
 * Rules of one pattern hold together.
 */
@Singleton
class ChannelFilters {

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<TreeMap<String, Object>> OBJECT = new TypeReference<>() {};

    /** More are refused by who reads them. */
    private static final int MOST_PATTERNS = 16;

    private final List<Rule> rules;

    /** @throws IllegalArgumentException with a sentence naming key, value and rule */
    ChannelFilters(ChannelFilterConfig config) {
        rules = config.byName().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> Rule.of(entry.getKey(), entry.getValue()))
                .toList();
        long patterns = rules.stream().map(Rule::channels).distinct().count();
        if (patterns > MOST_PATTERNS) {
            throw new IllegalArgumentException("mnemesh.gateway.channel-filters has " + patterns
                    + " patterns of channels but at most " + MOST_PATTERNS + " can hold for a token.");
        }
    }

    /** Filters by patterns of channels; empty if none holds. The same rules give an equal claim. */
    Map<String, Object> of(Identity bearer) {
        Map<String, List<Object>> byPattern = rules.stream()
                .filter(rule -> rule.isFor(bearer))
                .collect(Collectors.groupingBy(
                        Rule::channels, TreeMap::new, Collectors.mapping(Rule::filter, Collectors.toList())));
        var claim = new TreeMap<String, Object>();
        byPattern.forEach((channels, filters) ->
                claim.put(channels, filters.size() == 1 ? filters.getFirst() : Map.of("op", "and", "nodes", filters)));
        return claim;
    }

    /** @param tenant empty for all */
    private record Rule(String tenant, Set<String> accounts, Set<String> roles, String channels, Object filter) {

        static Rule of(String name, ChannelFilterConfig.Rule config) {
            String key = "mnemesh.gateway.channel-filters." + name;
            Set<String> accounts = Set.copyOf(config.accounts().orElse(List.of()));
            Set<String> roles = Set.copyOf(config.roles().orElse(List.of()));
            if (accounts.isEmpty() && roles.isEmpty()) {
                throw new IllegalArgumentException(key + " is for nobody; set .accounts, .roles or both.");
            }
            return new Rule(
                    config.tenant().orElse(""),
                    accounts,
                    roles,
                    config.channels(),
                    filter(key + ".filter", config.filter()));
        }

        private static Object filter(String key, String json) {
            try {
                TreeMap<String, Object> filter = JSON.readValue(json, OBJECT);
                if (filter != null && !filter.isEmpty()) {
                    return filter;
                }
            } catch (JsonProcessingException e) {
                throw wrong(key, json, e);
            }
            throw wrong(key, json, null);
        }

        private static IllegalArgumentException wrong(String key, String json, @Nullable Throwable cause) {
            return new IllegalArgumentException(key + " is '" + json + "' but has to be a filter in JSON.", cause);
        }

        boolean isFor(Identity bearer) {
            return (tenant.isEmpty() || tenant.equals(bearer.tenant().value()))
                    && (accounts.contains(bearer.subject()) || !Collections.disjoint(roles, bearer.roles()));
        }
    }
}
