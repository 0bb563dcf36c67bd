package io.mnemesh.realtime.hub;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of subscriptions, each of which knows its place in the one it is in. */
final class Places {

    private Places() {}

    static void append(List<Subscription> list, Subscription subscription) {
        subscription.index(list.size());
        list.add(subscription);
    }

    /**
     * Removes in constant time: the last one takes the place.
     *
     * @return whether the list is empty then
     */
    static boolean take(@Nullable List<Subscription> list, Subscription subscription) {
        if (list == null) {
            throw new IllegalStateException("The subscription is not where it says.");
        }
        int place = subscription.index();
        Subscription last = list.removeLast();
        if (last != subscription) {
            list.set(place, last);
            last.index(place);
        }
        return list.isEmpty();
    }
}
