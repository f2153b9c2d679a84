/**
 * Hand-written YAML files: typed values, and for any error one line that names file, line and key.
 * Imports {@code model} alone.
 */
package org.earshot.edges.yaml;
