package onechat.gateway.system;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import onechat.gateway.peer.Chromium;
import onechat.gateway.peer.ChromiumPage;

/** One page with devices of several people in it, each made of nothing but {@code onechat.js}. Confined to the thread of its {@link Chromium}. */
final class CallLab {
    private static final int MOVING_FRAMES = 10;

    private final ChromiumPage page;

    CallLab(ChromiumPage page) throws IOException {
        this.page = page;
        try (InputStream script = CallLab.class.getResourceAsStream("call-lab.js")) {
            page.page().evaluate(new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    ChromiumPage page() {
        return page;
    }

    /** What an expression comes to, or the promise that it is; the devices are known in it by their names. */
    Object js(String expression) {
        return page.page()
                .evaluate("(async () => { const { alice, bob, tablet } = lab.devices; return " + expression + "; })()");
    }

    void await(String what, String condition) {
        page.await(what, () -> (Boolean) js(condition));
    }

    /** Logs users of the demo in, on a device each that is known by the user's name. */
    void logIn(String... names) {
        for (String name : names) {
            page.page().evaluate("name => lab.login(name, name)", name);
        }
    }

    /** Alice calls and bob joins, in room 2; both send a tone and pictures of these widths, none where it is 0. */
    void call(int alicesPicture, int bobsPicture) {
        logIn("alice", "bob");
        js("alice.enter(2, { video: " + alicesPicture + ", audio: true }).create()");
        js("bob.enter(2, { video: " + bobsPicture + ", audio: true }).join()");
        await("they are connected", "alice.with(2)?.state === 'connected' && bob.with(1)?.state === 'connected'");
    }

    /** Waits until a device sees a user's picture move. */
    void awaitFrames(String device, int user) {
        page.await(device + " sees " + user, () -> frames(device, user) > 0);
        int first = frames(device, user);
        page.await(device + " sees " + user + " move", () -> frames(device, user) > first + MOVING_FRAMES);
    }

    int frames(String device, int user) {
        return ((Number) js("await " + device + ".frames(" + user + ")")).intValue();
    }

    /** Errors of all devices, and those of the page. */
    List<?> faults() {
        List<?> own = (List<?>) js("Object.values(lab.devices).flatMap(device => device.faults)");
        return own.isEmpty() ? page.faults() : own;
    }
}
