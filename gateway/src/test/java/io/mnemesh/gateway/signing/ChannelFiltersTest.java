package io.mnemesh.gateway.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.ConfigDefaults;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelFiltersTest {

    private static final String RED = "{\"key\":\"data.team\",\"cmp\":\"eq\",\"val\":\"red\"}";
    private static final String LOUD = "{\"key\":\"data.level\",\"cmp\":\"gte\",\"val\":\"3\"}";
    private static final Map<String, Object> IS_RED = Map.of("key", "data.team", "cmp", "eq", "val", "red");
    private static final Map<String, Object> IS_LOUD = Map.of("key", "data.level", "cmp", "gte", "val", "3");

    @Test
    void shouldShowPartsOfChannelsToAccountsAndRolesAndEverythingToOthers() {
        ChannelFilters filters = filters(Map.of(
                "red.accounts", "ana,bot",
                "red.filter", RED,
                "loud.roles", "guest",
                "loud.channels", "updates:*",
                "loud.filter", LOUD));

        assertThat(filters.of(bearer("acme", "bot", "member"))).isEqualTo(Map.of("events:*", IS_RED));
        assertThat(filters.of(bearer("acme", "eve", "guest"))).isEqualTo(Map.of("updates:*", IS_LOUD));
        assertThat(filters.of(bearer("acme", "ana", "guest")))
                .isEqualTo(Map.of("events:*", IS_RED, "updates:*", IS_LOUD));
        assertThat(filters.of(bearer("acme", "eve", "member"))).isEmpty();
    }

    @Test
    void shouldHoldAllRulesOfAPattern() {
        ChannelFilters filters =
                filters(Map.of("a.roles", "guest", "a.filter", RED, "b.roles", "guest", "b.filter", LOUD));

        assertThat(filters.of(bearer("acme", "eve", "guest")))
                .isEqualTo(Map.of("events:*", Map.of("op", "and", "nodes", List.of(IS_RED, IS_LOUD))));
    }

    @Test
    void shouldHoldInTheTenantOfTheRuleAlone() {
        ChannelFilters filters = filters(Map.of("a.roles", "guest", "a.filter", RED, "a.tenant", "acme"));

        assertThat(filters.of(bearer("acme", "eve", "guest"))).containsOnlyKeys("events:*");
        assertThat(filters.of(bearer("other", "eve", "guest"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.roles|guest|a.filter|{|a.filter is '{'",
                "a.roles|guest|a.filter|{}|a.filter is '{}'",
                "a.tenant|acme|a.filter|{\"key\":\"a\",\"cmp\":\"ex\"}|a is for nobody"
            })
    void shouldSayWhatIsWrongWithARule(String key, String value, String other, String otherValue, String sentence) {
        assertThatThrownBy(() -> filters(Map.of(key, value, other, otherValue)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    private static ChannelFilters filters(Map<String, String> options) {
        var properties = new HashMap<String, String>();
        options.forEach((key, value) -> properties.put("mnemesh.gateway.channel-filters." + key, value));
        return new ChannelFilters(ConfigDefaults.with(ChannelFilterConfig.class, properties));
    }

    private static Identity bearer(String tenant, String subject, String role) {
        return new Identity(new TenantId(tenant), subject, Set.of(role), Set.of());
    }
}
