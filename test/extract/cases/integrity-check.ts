/** What becomes of the answer to an integrity check. */
export const INTEGRITY_CHECK: Readonly<Record<string, string>> = {
  Python: `
#- a.py
def a(db):
    db.execute("PRAGMA integrity_check") #? checked=false quick=false
def b(db):
    if db.execute("PRAGMA quick_check").fetchone()[0] == "ok": #? checked=true quick=true
        return
def c(db):
    print(db.execute("PRAGMA integrity_check").fetchall()) #? checked=false
def d(db):
    rows = [r[0] for r in db.execute("PRAGMA integrity_check")] #? quick=false
    return {"rows": rows}
def e(session):
    ok = session.execute(text("PRAGMA integrity_check")).scalar() #? checked=true
    return ok == "ok"
`,
  TypeScript: `
//- a.ts
db.get("PRAGMA integrity_check", (err, row) => { //? checked=true
  if (row.integrity_check !== "ok") rebuild();
});
db.get("PRAGMA integrity_check", (err, row) => { //? checked=false
  done(err);
});
`,
};
