package io.mnemesh.memory.background;

import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Work that is done alone while there is little of it and together while there is much: what arrives while a few pages are
 * under way waits for the next page. Nothing waits for company.
 *
 * <p>Threads: any may add. A few chains of Unis take a page each until nothing waits; the queue is guarded by its monitor.
 *
 * @param <T> a piece of work
 */
public final class Gathering<T> {

    private final Limits limits;
    private final BiPredicate<List<T>, T> joins;
    private final Function<List<T>, Uni<Void>> work;
    private final Executor first;
    private final Executor others;
    private final Deque<T> waiting = new ArrayDeque<>();
    private int chains;

    /**
     * @param waiting most pieces that wait
     * @param pages   most pages under way at once
     * @param page    most pieces of a page
     */
    public record Limits(int waiting, int pages, int page) {}

    /**
     * @param joins whether a piece may be done together with those of a page, which has one at least
     * @param work  does a page; never fails
     * @param first  where a page is begun that had nothing to wait for
     * @param others where all others are begun
     */
    public Gathering(
            Limits limits,
            BiPredicate<List<T>, T> joins,
            Function<List<T>, Uni<Void>> work,
            Executor first,
            Executor others) {
        this.limits = limits;
        this.joins = joins;
        this.work = work;
        this.first = first;
        this.others = others;
    }

    /** @return false if too much waits already */
    public boolean add(T piece) {
        synchronized (this) {
            if (waiting.size() == limits.waiting()) {
                return false;
            }
            waiting.add(piece);
            if (chains == limits.pages()) {
                return true;
            }
            chains++;
        }
        first.execute(this::next);
        return true;
    }

    private void next() {
        List<T> page = page();
        if (!page.isEmpty()) {
            Uni.createFrom()
                    .deferred(() -> work.apply(page))
                    .emitOn(others)
                    .subscribe()
                    .with(done -> next());
        }
    }

    /** What is done together next; if there is nothing the chain ends. */
    private synchronized List<T> page() {
        T one = waiting.poll();
        if (one == null) {
            chains--;
            return List.of();
        }
        var page = new ArrayList<T>();
        page.add(one);
        T then = waiting.peek();
        while (then != null && page.size() < limits.page() && joins.test(page, then)) {
            page.add(waiting.remove());
            then = waiting.peek();
        }
        return page;
    }
}
