package io.mnemesh.realtime.hub;

import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.filter.Fields;
import io.mnemesh.realtime.filter.Filter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The items of one turn under the filters of a channel: each message is read once, when the first filter asks for it. */
final class Screened {

    private final List<ChannelItem> items;
    private @Nullable Fields @Nullable [] fields;

    Screened(List<ChannelItem> items) {
        this.items = items;
    }

    /** Messages that pass, and all gaps, in order. */
    List<ChannelItem> passing(Filter filter) {
        if (filter.passesAll()) {
            return items;
        }
        var passing = new ArrayList<ChannelItem>(items.size());
        for (int i = 0; i < items.size(); i++) {
            ChannelItem item = items.get(i);
            if (!(item instanceof Message message) || filter.passes(fieldsOf(i, message))) {
                passing.add(item);
            }
        }
        return passing;
    }

    private Fields fieldsOf(int index, Message message) {
        if (fields == null) {
            fields = new Fields[items.size()];
        }
        Fields known = fields[index];
        if (known == null) {
            known = Fields.of(message.payload());
            fields[index] = known;
        }
        return known;
    }
}
