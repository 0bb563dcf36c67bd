package io.mnemesh.realtime.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.Position;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {

    private static final Message MESSAGE = message("""
            {"event":"alert_raised","subject":"disk-7","data":{"severity":3,"load":"1.50","open":true,"tags":["a"],"note":null}}""");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'key':'event','cmp':'eq','val':'alert_raised'}|true",
                "{'key':'event','cmp':'eq','val':'alert'}|false",
                "{'key':'event','cmp':'neq','val':'alert'}|true",
                "{'key':'nothing','cmp':'neq','val':'alert'}|true",
                "{'key':'nothing','cmp':'eq','val':'alert'}|false",
                "{'key':'subject','cmp':'in','vals':['disk-6','disk-7']}|true",
                "{'key':'nothing','cmp':'in','vals':['']}|false",
                "{'key':'subject','cmp':'nin','vals':['disk-6','disk-7']}|false",
                "{'key':'nothing','cmp':'nin','vals':['disk-6']}|true",
                "{'key':'data.severity','cmp':'ex'}|true",
                "{'key':'data.note','cmp':'nex'}|true",
                "{'key':'data.tags','cmp':'nex'}|true",
                "{'key':'data','cmp':'ex'}|false",
                "{'key':'event.data','cmp':'ex'}|false",
                "{'key':'subject','cmp':'sw','val':'disk'}|true",
                "{'key':'subject','cmp':'ew','val':'-7'}|true",
                "{'key':'subject','cmp':'ct','val':'sk-'}|true",
                "{'key':'nothing','cmp':'ct','val':'a'}|false",
                "{'key':'data.severity','cmp':'gte','val':'3'}|true",
                "{'key':'data.severity','cmp':'gt','val':'3.0'}|false",
                "{'key':'data.severity','cmp':'lt','val':'10'}|true",
                "{'key':'data.load','cmp':'lte','val':'1.5'}|true",
                "{'key':'subject','cmp':'gt','val':'0'}|false",
                "{'key':'data.open','cmp':'eq','val':'true'}|true",
                "{'op':'and','nodes':[{'key':'event','cmp':'ex'},{'key':'subject','cmp':'nex'}]}|false",
                "{'op':'or','nodes':[{'key':'event','cmp':'ex'},{'key':'subject','cmp':'nex'}]}|true",
                "{'op':'not','nodes':[{'key':'event','cmp':'ex'}]}|false"
            },
            quoteCharacter = '`')
    void shouldLetPassWhatItSays(String filter, boolean passes) {
        assertThat(filter(filter).passes(MESSAGE)).isEqualTo(passes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{'key':'a'}",
                "{'key':'a','cmp':'like','val':'b'}",
                "{'cmp':'eq','val':'b'}",
                "{'key':'a','cmp':'eq'}",
                "{'key':'a','cmp':'eq','vals':['b']}",
                "{'key':'a','cmp':'in','val':'b'}",
                "{'key':'a','cmp':'ex','val':'b'}",
                "{'key':'a','cmp':'gt','val':'many'}",
                "{'key':'a','cmp':'eq','val':1}",
                "{'key':'a','cmp':'eq','val':'b','more':1}",
                "{'op':'and'}",
                "{'op':'xor','nodes':[{'key':'a','cmp':'ex'}]}",
                "{'op':'not','nodes':[{'key':'a','cmp':'ex'},{'key':'b','cmp':'ex'}]}",
                "{'nodes':[{'key':'a','cmp':'ex'}],'key':'a','cmp':'ex'}"
            })
    void shouldRefuseWhatIsNoFilter(String filter) {
        assertThatThrownBy(() -> filter(filter))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.INVALID_VALUE));
    }

    @Test
    void shouldRefuseWhatIsTooMuchWork() {
        String leaf = "{'key':'a','cmp':'ex'}";
        String deep = "{'op':'not','nodes':[".repeat(9) + leaf + "]}".repeat(9);
        String wide = "{'op':'or','nodes':[" + (leaf + ",").repeat(64) + leaf + "]}";
        String bottomless = "{'op':'not','nodes':[".repeat(200) + leaf + "]}".repeat(200);

        for (String filter : List.of(deep, wide, bottomless)) {
            assertThatThrownBy(() -> filter(filter)).isInstanceOf(ProblemException.class);
        }
    }

    @Test
    void shouldLetNothingPassThatCannotBeRead() {
        Filter filter = filter("{'op':'not','nodes':[{'key':'a','cmp':'ex'}]}");

        assertThat(filter.passes(message("[1]"))).isFalse();
        assertThat(filter.passes(message("{\"a\":"))).isFalse();
        assertThat(filter.passes(message("{}"))).isTrue();
        assertThat(Filter.all().passes(message("{\"a\":"))).isTrue();
    }

    @Test
    void shouldBeEqualWhenItSaysTheSame() {
        String text = "{'op':'and','nodes':[{'key':'a','cmp':'in','vals':['b','c']},{'key':'d','cmp':'ex'}]}";

        assertThat(filter(text)).isEqualTo(filter(text)).hasSameHashCodeAs(filter(text));
        assertThat(Filter.both(Filter.all(), filter(text))).isEqualTo(filter(text));
        assertThat(Filter.both(filter(text), Filter.all())).isEqualTo(filter(text));
    }

    @Test
    void shouldHoldForTheChannelsThatTheClaimNames() {
        ChannelFilters filters = ChannelFilters.of(json("""
                {'events:*':{'key':'subject','cmp':'eq','val':'s'},'*:alert*raised':{'key':'data.a','cmp':'ex'}}"""));

        assertThat(filters.forChannel("chat:lobby")).isEqualTo(Filter.all());
        assertThat(filters.forChannel("events:memory_created"))
                .isEqualTo(filter("{'key':'subject','cmp':'eq','val':'s'}"));
        assertThat(filters.forChannel("events:alert_raised"))
                .isEqualTo(new Filter.And(List.of(
                        filter("{'key':'subject','cmp':'eq','val':'s'}"), filter("{'key':'data.a','cmp':'ex'}"))));
        assertThat(filters.isRestricted()).isTrue();
        assertThat(ChannelFilters.of("").forChannel("a:b")).isEqualTo(Filter.all());
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "{'a':1}", "{'a':{'key':'b'}}", "{"})
    void shouldShowNothingWhenTheClaimCannotBeRead(String claim) {
        ChannelFilters filters = ChannelFilters.of(json(claim));

        assertThat(filters.isRestricted()).isTrue();
        assertThatThrownBy(() -> filters.forChannel("any:channel"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.FORBIDDEN));
    }

    private static Filter filter(String text) {
        try {
            return JsonFilters.filter(new ObjectMapper().readTree(json(text)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static Message message(String payload) {
        return new Message(new Position("e", 1), "id", payload.getBytes(StandardCharsets.UTF_8));
    }
}
