package io.mnemesh.intelligence.errors.mining;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrorTextTest {

    @Test
    void shouldReduceAJavaTraceToItsRootCauseAndOwnFrames() {
        var text = ErrorText.read("""
                2026-11-03 ERROR request 8812 failed
                java.lang.IllegalStateException: order 8812 cannot be stored
                	at shop.orders.OrderService.store(OrderService.java:88)
                	at shop.orders.OrderResource.post(OrderResource.java:31)
                	at io.quarkus.rest.Handler.handle(Handler.java:7)
                Caused by: java.sql.SQLTimeoutException: no answer in 30000 ms
                	at org.postgresql.jdbc.PgStatement.execute(PgStatement.java:500)
                	at shop.orders.OrderRepository.lambda$insert$3(OrderRepository.java:54)
                	... 12 more
                """);

        assertThat(text.exception()).isEqualTo("java.sql.SQLTimeoutException");
        assertThat(text.message()).isEqualTo("no answer in 30000 ms");
        assertThat(text.frames())
                .containsExactly(
                        "shop.orders.OrderRepository.insert",
                        "shop.orders.OrderService.store",
                        "shop.orders.OrderResource.post");
    }

    @Test
    void shouldGroupTracesThatDifferInLinesAndMessagesOnly() {
        String trace =
                "a.b.BadThing: id 1\n\tat a.b.C.d(C.java:10)\n\tat java.base/java.lang.Thread.run(Thread.java:1)";
        String later =
                "a.b.BadThing: id 77 of x\n\tat a.b.C.d(C.java:14)\n\tat java.base/java.lang.Thread.run(Thread.java:9)";
        String elsewhere = "a.b.BadThing: id 1\n\tat a.b.C.other(C.java:10)";

        assertThat(ErrorText.read(trace).signature())
                .isEqualTo(ErrorText.read(later).signature());
        assertThat(ErrorText.read(trace).signature())
                .isNotEqualTo(ErrorText.read(elsewhere).signature());
        assertThat(ErrorText.read(trace).signature().template()).isEqualTo("a.b.BadThing at a.b.C.d");
    }

    @Test
    void shouldReadPython() {
        var text = ErrorText.read("""
                Traceback (most recent call last):
                  File "/opt/app/run.py", line 41, in main
                    export(table)
                  File "/opt/app/tables.py", line 7, in export
                    writer.write(batch)
                  File "/usr/lib/python3.12/site-packages/lib/core.py", line 1, in write
                    boom()
                lib.core.SchemaError: column 7 is odd
                """);

        assertThat(text.exception()).isEqualTo("lib.core.SchemaError");
        assertThat(text.message()).isEqualTo("column 7 is odd");
        assertThat(text.frames()).containsExactly("tables.py:export", "run.py:main");
    }

    @Test
    void shouldReadNode() {
        var text = ErrorText.read("""
                TypeError: Cannot read properties of undefined (reading 'id')
                    at priceOf (/srv/app/src/fares.js:12:9)
                    at async Server.handle (/srv/app/src/server.js:80:3)
                    at next (/srv/app/node_modules/express/lib/router.js:3:1)
                    at node:internal/process/task_queues:95:5
                """);

        assertThat(text.exception()).isEqualTo("TypeError");
        assertThat(text.frames()).containsExactly("fares.js:priceOf", "server.js:handle");
    }

    @Test
    void shouldReadGo() {
        var text = ErrorText.read("""
                panic: runtime error: index out of range [5]

                goroutine 1 [running]:
                main.pick(0x5, 0x3)
                \t/home/x/main.go:12 +0x1d
                main.main()
                \t/home/x/main.go:7 +0x20
                """);

        assertThat(text.exception()).isEqualTo("panic");
        assertThat(text.frames()).containsExactly("main.pick", "main.main");
    }

    @Test
    void shouldTakeAnythingElseAsAMessage() {
        var text = ErrorText.read("  Disk full on host a1\nplease help ");

        assertThat(text.exception()).isNull();
        assertThat(text.signature().template()).isEqualTo("Disk full on host <*> please help");
        assertThat(text.summary()).isEqualTo("Disk full on host please help");
    }

    @Test
    void shouldRestoreASignatureFromItsText() {
        var signature = ErrorText.read("a=1 b=two: three").signature();

        assertThat(Signature.of(signature.exact(), signature.text())).isEqualTo(signature);
    }
}
