// Says, a line each, where the library is not what its declarations promise. Arguments: the typescript package's folder, the library's.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [typescript, library] = process.argv.slice(2);
const ts = createRequire(import.meta.url)(typescript);
const files = { declared: join(library, 'onechat.d.ts'), made: join(library, 'onechat.js') };
const program = ts.createProgram(Object.values(files), {
  allowJs: true,
  checkJs: true,
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
});
const checker = program.getTypeChecker();

/** The values that a module exports, by name. */
function valuesOf(file) {
  const module = checker.getSymbolAtLocation(program.getSourceFile(file));
  const values = new Map();
  for (const symbol of checker.getExportsOfModule(module)) {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    if (target.flags & ts.SymbolFlags.Value) {
      values.set(symbol.name, target);
    }
  }
  return values;
}

function isPrivate(symbol) {
  return symbol.name.startsWith('__#') || symbol.name === 'prototype';
}

function compare(name, declared, made) {
  for (const member of checker.getPropertiesOfType(declared)) {
    if (isPrivate(member)) {
      continue;
    }
    const counterpart = checker.getPropertyOfType(made, member.name);
    if (!counterpart) {
      console.log(`${name}.${member.name} is declared and not there`);
      continue;
    }
    const want = checker.getTypeOfSymbol(member);
    const have = checker.getTypeOfSymbol(counterpart);
    if (!checker.isTypeAssignableTo(have, want)) {
      console.log(`${name}.${member.name} is ${checker.typeToString(have)}, and declared as ${checker.typeToString(want)}`);
    }
  }
}

const declared = valuesOf(files.declared);
const made = valuesOf(files.made);
const running = new Set(Object.keys(await import(pathToFileURL(files.made).href)));
for (const name of new Set([...declared.keys(), ...made.keys(), ...running])) {
  if (!declared.has(name) || !made.has(name) || !running.has(name)) {
    console.log(`${name} is not both declared and exported`);
    continue;
  }
  const want = checker.getTypeOfSymbol(declared.get(name));
  const have = checker.getTypeOfSymbol(made.get(name));
  compare(name, want, have);
  if (declared.get(name).flags & ts.SymbolFlags.Class) {
    compare(`${name}#`, checker.getDeclaredTypeOfSymbol(declared.get(name)), checker.getDeclaredTypeOfSymbol(made.get(name)));
  }
}
