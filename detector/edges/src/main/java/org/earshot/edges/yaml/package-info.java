/**
 * Files in YAML that people write: typed values, and for whatever is wrong with them one line that names file, line and key.
 * Imports {@code model} alone.
 */
package org.earshot.edges.yaml;
