package org.earshot.app.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class NativeHeapTest {
    @Test
    void shouldTrimWhereverTheVirtualMachineCan() throws Exception {
        var commands = ManagementFactory.getPlatformMBeanServer()
                .getMBeanInfo(new ObjectName("com.sun.management:type=DiagnosticCommand"))
                .getOperations();
        boolean can =
                Arrays.stream(commands).anyMatch(command -> command.getName().equals("systemTrimNativeHeap"));

        assertThat(NativeHeap.trim()).isEqualTo(can);
    }
}
