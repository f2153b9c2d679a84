/** What a source's pipeline keeps between chunks, and how it becomes bytes. */
package org.earshot.core.detect.state;
