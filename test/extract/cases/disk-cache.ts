/** Tables that keep cached results. */
export const DISK_CACHE: Readonly<Record<string, string>> = {
  Python: `
#- store.py
def make(db):
    db.execute("CREATE TABLE a_cache (path TEXT, mtime REAL, tree BLOB)")  #? bounded=false derived=true recorded=true fresh=false
    db.execute("CREATE TABLE b_cache (url TEXT, body BLOB)")  #? bounded=true derived=false
    db.execute("CREATE TABLE c_cache (url TEXT, body BLOB)")  #? none
def use(db):
    db.execute("SELECT tree FROM a_cache WHERE path = ?")
    db.execute("INSERT INTO a_cache VALUES (?, ?, ?)")
    db.execute("SELECT body FROM b_cache WHERE url = ?")
    db.execute("REPLACE INTO b_cache VALUES (?, ?)")
    db.execute("DELETE FROM b_cache")
    db.execute("DELETE FROM a_cache WHERE path = ?")
`,
  "Python: counted by its class": `
#- store.py
class ACache:
    def open(self, db):
        db.execute("CREATE TABLE a (path TEXT, tree BLOB)")  #? counted=false
    def use(self, db):
        db.execute("SELECT tree FROM a WHERE path = ?")
        db.execute("INSERT INTO a VALUES (?, ?)")
class BCache:
    def open(self, db):
        db.execute("CREATE TABLE b (path TEXT, tree BLOB)")  #? counted=true
    def use(self, db):
        self.hits += 1
        db.execute("SELECT tree FROM b WHERE path = ?")
        db.execute("INSERT INTO b VALUES (?, ?)")
`,
  "TypeScript: a limit of the file": `
//- cache.ts
db.exec("CREATE TABLE results (id TEXT PRIMARY KEY, body TEXT)"); //? bounded=true derived=false
db.exec("PRAGMA max_page_count = 10000");
db.prepare("SELECT body FROM results WHERE id = ?");
db.prepare(\`INSERT INTO results (id, body) VALUES (\${"?"}, ?)\`);
`,
  "Python: a file for each key": `
#- a.py
from pathlib import Path
class PageCache:
    def get(self, url):
        return (self.folder / url).read_text()
    def put(self, url, page):
        (self.folder / url).write_text(page) #? form=files bounded=false
    def remove(self, url):
        (self.folder / url).unlink()
class Pages:
    def get(self, url):
        return (self.folder / url).read_text()
    def put(self, url, page):
        (self.folder / url).write_text(page) #? none
`,
};
