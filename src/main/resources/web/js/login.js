// Exchanges the token for a session cookie, which this page cannot read.

import {post} from "./api.js";
import {find, setText} from "./dom.js";

const wrong = find("wrong");

find("login").addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = find("enter");
  button.disabled = true;
  wrong.hidden = true;
  try {
    await post("/session", {token: find("token").value});
    location.assign("/");
  } catch (problem) {
    setText(wrong, problem.message);
    wrong.hidden = false;
    find("token").select();
  } finally {
    button.disabled = false;
  }
});

// before this script was there, the form would have gone to a page that does not exist
find("token").focus();
find("enter").disabled = false;
