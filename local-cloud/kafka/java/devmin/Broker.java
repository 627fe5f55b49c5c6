package devmin;

import java.io.IOException;
import kafka.Kafka;
import kafka.tools.StorageTool;

/** Runs Kafka's own main class on a log directory that is formatted first if it is new, and exits with the parent process. */
public final class Broker {
    public static void main(String[] args) {
        String cluster = args[0], propertiesFile = args[1];
        Thread parentWatch = new Thread(Broker::exitWithParent, "parent-watch");
        parentWatch.setDaemon(true);
        parentWatch.start();
        String[] format = {"format", "--ignore-formatted", "--cluster-id", cluster, "--config", propertiesFile};
        int exitCode = StorageTool.execute(format, System.out);
        if (exitCode != 0) System.exit(exitCode);
        Kafka.main(new String[] {propertiesFile});
    }

    /** Standard input closes when the parent ends, even by a kill. Halts at once: no client is left to shut down for. */
    private static void exitWithParent() {
        try {
            while (System.in.read() >= 0) continue;
        } catch (IOException error) {
            // A broken pipe also means that the parent process has ended.
        }
        Runtime.getRuntime().halt(1);
    }

    private Broker() {}
}
