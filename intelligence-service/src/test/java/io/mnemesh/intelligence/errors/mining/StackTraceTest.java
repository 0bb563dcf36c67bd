package io.mnemesh.intelligence.errors.mining;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Traces as programs of several languages print them, written for this test. */
class StackTraceTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            at app//shop.Orders.store(Orders.java:8)                               | shop.Orders.store
            at shop.api@1.2/shop.Orders.store(Orders.java:8) ~[shop.jar:1.2]       | shop.Orders.store
            at shop.Orders.lambda$store$3(Orders.java:8)                           | shop.Orders.store
            at shop.Orders$1.run(Orders.java:8)                                    | shop.Orders.run
            at shop.Orders$$SpringCGLIB$$0.store(<generated>)                      | shop.Orders.store
            at shop.Orders$$EnhancerBySpringCGLIB$$8f2c1.store(<generated>)        | shop.Orders.store
            at shop.Orders_Subclass.store(Unknown Source)                          | shop.Orders.store
            at shop.Orders_Subclass.store$$superforward(Unknown Source)            | shop.Orders.store
            at shop.Orders_ClientProxy.store(Unknown Source)                       | shop.Orders.store
            at shop.Orders$Proxy$_$$_WeldClientProxy.store(Unknown Source)         | shop.Orders.store
            at shop.Order$HibernateProxy$x8Kq1.getId(Unknown Source)               | shop.Order.getId
            at shop.Orders$load$2.invokeSuspend(Orders.kt:31)                      | shop.Orders$load.invokeSuspend
            at shop.Orders.price-IoAF18A(Orders.kt:12)                             | shop.Orders.price
            at shop.Orders.render$lambda$4(Orders.kt:12)                           | shop.Orders.render
            at shop.Orders.<init>(Orders.java:3)                                   | shop.Orders.<init>
            at priceOf (/srv/app/src/fares.js:12:9)                                | fares.js:priceOf
            at async Server.handle [as run] (file:///srv/server.mjs:80:3) {        | server.mjs:handle
            at new Basket (webpack:///./src/basket.ts?1f2a:3:1)                    | basket.ts:Basket
            at https://shop.example/assets/main.3f2a1b9c.js:1:2311                 | main.js
            priceOf@https://shop.example/assets/fares.js:12:9                      | fares.js:priceOf
            async*Server.handle@https://shop.example/server.js:80:3                | server.js:handle
            priceOf/<@https://shop.example/fares.js:12:9                           | fares.js:priceOf
            global code@https://shop.example/main-8Kd92mQx.js:1:1                  | main.js
            https://shop.example/fares.js:12:9                                     | fares.js
            at Shop.Orders.Store(Order order, Int32 n) in C:\\src\\Orders.cs:line 7 | Shop.Orders.Store
            at Shop.Orders.<StoreAsync>d__5.MoveNext()                             | Shop.Orders.StoreAsync
            at Shop.Orders.<>c__DisplayClass3_0.<Get>b__0(Order o)                 | Shop.Orders.Get
            at Shop.Repository`1.Find[TKey](TKey key)                              | Shop.Repository.Find
            File "/opt/app/tables.py", line 7, in export                           | tables.py:export
            from app/models/order.rb:12:in 'Order#store'                           | order.rb:store
            app/models/order.rb:12:in `block (2 levels) in store'                  | order.rb:store
            """)
    void shouldNameAFrameOfTheApplication(String line, String name) {
        assertThat(Frame.read(line, "")).isEqualTo(new Frame(name, true));
    }

    @Test
    void shouldNameALocalFunctionOfDotNet() {
        assertThat(Frame.read("at Shop.Program.<Main>g__Retry|0_1()", ""))
                .isEqualTo(new Frame("Shop.Program.Main.Retry", true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            at java.base/java.lang.Thread.run(Thread.java:9)
            at shop.Orders$$Lambda$14/0x0000000800c03000.apply(Unknown Source)
            at shop.Orders$$Lambda/0x000071d1d81b7a30.run(Unknown Source)
            at jdk.proxy2/jdk.proxy2.$Proxy12.store(Unknown Source)
            at shop.$Proxy7.store(Unknown Source)
            at shop.Orders$$FastClassBySpringCGLIB$$1a.invoke(<generated>)
            at shop.Orders_Bean.create(Unknown Source)
            at shop.OrderResource$quarkusrestinvoker$store_1f.invoke(Unknown Source)
            at jdk.internal.reflect.GeneratedMethodAccessor77.invoke(Unknown Source)
            at Array.map (<anonymous>)
            at next (/srv/app/node_modules/express/lib/router.js:3:1)
            at node:internal/process/task_queues:95:5
            at Promise.all (index 0)
            map@[native code]
            at System.Threading.Tasks.Task.Execute()
            File "/usr/lib/python3.12/site-packages/lib/core.py", line 1, in write
            /usr/lib/ruby/gems/3.2.0/gems/rack-3.0/lib/rack.rb:3:in 'call'
            """)
    void shouldLeaveOutFramesOfOthers(String line) {
        assertThat(Frame.read(line, "")).extracting(Frame::application).isEqualTo(false);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            at least one node is down (see log)
            at 12:30 the disk was full
            mail to bob@host:25 refused
            user@example.com
            see https://a.example/x
            File "x" is missing
            in 'store': nothing
            """)
    void shouldNotTakeSentencesForFrames(String line) {
        assertThat(Frame.read(line, "")).isNull();
    }

    @Test
    void shouldTakeTheDeepestCauseAndNothingOfWhatWasSuppressed() {
        var text = ErrorText.read("""
                shop.StoreFailed: order 7
                	at shop.Orders.store(Orders.java:8)
                	Suppressed: java.io.IOException: cannot close
                		at shop.Closer.close(Closer.java:1)
                	Caused by: java.io.EOFException
                		at shop.Closer.flush(Closer.java:9)
                Caused by: shop.Wrapped: again
                	at shop.Retry.run(Retry.java:3)
                	... 1 more
                Caused by: java.sql.SQLException: gone
                	at shop.Rows.insert(Rows.java:5)
                	... 2 more
                """);

        assertThat(text.exception()).isEqualTo("java.sql.SQLException");
        assertThat(text.frames()).containsExactly("shop.Rows.insert", "shop.Retry.run", "shop.Orders.store");
    }

    @Test
    void shouldReadTheSameFromEveryBrowser() {
        String v8 = """
                TypeError: x is undefined
                    at priceOf (https://a.example/fares.js:12:9)
                    at Object.show (https://a.example/cart.js:3:1)
                """;
        String firefox = """
                TypeError: can't access property
                priceOf@https://a.example/fares.js:12:9
                show@https://a.example/cart.js:3:1
                """;
        String safari = """
                TypeError: undefined is not an object
                priceOf@https://a.example/fares.js:12:19
                map@[native code]
                show@https://a.example/cart.js:3:11
                """;

        assertThat(List.of(
                        ErrorText.read(firefox).signature(),
                        ErrorText.read(safari).signature()))
                .containsOnly(ErrorText.read(v8).signature());
        assertThat(ErrorText.read(v8).signature().text()).isEqualTo("TypeError\nat fares.js:priceOf\nat cart.js:show");
    }

    @Test
    void shouldTakeTheInnerExceptionOfDotNet() {
        var text = ErrorText.read("""
                Unhandled exception. Shop.StoreFailed: order 7
                 ---> System.Data.SqlClient.SqlException (0x80131904): Timeout expired
                   at System.Data.SqlClient.SqlCommand.Execute() in /_/SqlCommand.cs:line 3
                   at Shop.Rows.<InsertAsync>d__2.MoveNext() in /src/Rows.cs:line 9
                   --- End of inner exception stack trace ---
                   at Shop.Orders.Store(Order order) in /src/Orders.cs:line 7
                """);

        assertThat(text.exception()).isEqualTo("System.Data.SqlClient.SqlException");
        assertThat(text.frames()).containsExactly("Shop.Rows.InsertAsync", "Shop.Orders.Store");
    }

    @Test
    void shouldTakeWhatBeganTheTroubleInPython() {
        var text = ErrorText.read("""
                Traceback (most recent call last):
                  File "/opt/app/rows.py", line 7, in insert
                    socket.send(b)
                ConnectionResetError: [Errno 104]

                The above exception was the direct cause of the following exception:

                Traceback (most recent call last):
                  File "/opt/app/run.py", line 41, in main
                    store(order)
                  File "/opt/app/orders.py", line 9, in store
                    raise OutOfStock() from e
                OutOfStock: none left
                """);

        assertThat(text.exception()).isEqualTo("ConnectionResetError");
        assertThat(text.frames()).containsExactly("rows.py:insert", "orders.py:store", "run.py:main");
    }

    @Test
    void shouldReadTheGoroutineThatPanickedOnly() {
        var text = ErrorText.read("""
                panic: assignment to entry in nil map

                goroutine 18 [running]:
                runtime.panicmem()
                \t/usr/local/go/src/runtime/panic.go:261 +0x1d
                example.com/shop/internal/rows.(*Table).Put.func1(0xc000010000, {0x5, 0x3})
                \t/home/x/internal/rows/table.go:12 +0x1d
                created by main.serve in goroutine 1
                \t/home/x/main.go:7 +0x20

                goroutine 1 [select]:
                main.other()
                \t/home/x/main.go:70 +0x20
                """);

        assertThat(text.exception()).isEqualTo("panic");
        assertThat(text.frames()).containsExactly("example.com/shop/internal/rows.(*Table).Put", "main.serve");
    }

    @Test
    void shouldReadRuby() {
        var text = ErrorText.read("""
                app/models/order.rb:12:in 'Order#store': undefined method 'id' for nil (NoMethodError)
                	from /usr/lib/ruby/gems/3.2.0/gems/rack-3.0/lib/rack.rb:3:in 'call'
                	from app/run.rb:3:in '<main>'
                """);

        assertThat(text.exception()).isEqualTo("NoMethodError");
        assertThat(text.message()).isEqualTo("undefined method 'id' for nil");
        assertThat(text.frames()).containsExactly("order.rb:store", "run.rb:<main>");
    }

    @Test
    void shouldFindTheCauseAtTheEndOfAVeryLongTraceAndSayThatItWasCut() {
        String frames = "\tat shop.Orders.recurse(Orders.java:8)\n".repeat(10_000_000 / 39);
        String trace = "shop.StoreFailed: deep\n" + frames + "Caused by: java.io.IOException: gone\n"
                + "\tat shop.Rows.insert(Rows.java:5)\n";

        var text = ErrorText.read(trace);

        assertThat(text.cut()).isTrue();
        assertThat(text.exception()).isEqualTo("java.io.IOException");
        assertThat(text.frames()).containsExactly("shop.Rows.insert", "shop.Orders.recurse");
        assertThat(ErrorText.read("short").cut()).isFalse();
    }
}
