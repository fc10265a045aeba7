<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About GANimation Desktop</source>
        <translation>Über GANimation Desktop</translation>
    </message>
    <message>
        <source>Astronaut Eileen Collins, official NASA portrait, in the public domain. NASA does not endorse this program.</source>
        <translation>Astronautin Eileen Collins, offizielles NASA-Porträt, gemeinfrei. Die NASA empfiehlt dieses Programm nicht.</translation>
    </message>
    <message>
        <source>Changes the expression on a photo by moving 17 Action Units of the Facial Action Coding System, and shows where the network edits and what it paints.</source>
        <translation>Ändert den Gesichtsausdruck auf einem Foto mit 17 Action Units des Facial Action Coding System und zeigt, wo das Netz eingreift und was es malt.</translation>
    </message>
    <message>
        <source>Demo portrait</source>
        <translation>Beispielporträt</translation>
    </message>
    <message>
        <source>Everything runs on this computer. The program never connects to a network.</source>
        <translation>Alles geschieht auf diesem Rechner. Das Programm verbindet sich nie mit einem Netzwerk.</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>Bibliotheken</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Licence of the program</source>
        <translation>Lizenz des Programms</translation>
    </message>
    <message>
        <source>MIT licence. Free to use, change and share.</source>
        <translation>MIT-Lizenz. Darf frei benutzt, geändert und weitergegeben werden.</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>No model was found.</source>
        <translation>Es wurde kein Modell gefunden.</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>Version {version}</translation>
    </message>
    <message>
        <source>{kind}, {architecture}. Licence: {licence}</source>
        <translation>{kind}, {architecture}. Lizenz: {licence}</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;100 %</source>
        <translation>&amp;100 %</translation>
    </message>
    <message>
        <source>&amp;About GANimation Desktop</source>
        <translation>Ü&amp;ber GANimation Desktop</translation>
    </message>
    <message>
        <source>&amp;Apply to all faces</source>
        <translation>Auf &amp;alle Gesichter anwenden</translation>
    </message>
    <message>
        <source>&amp;Batch…</source>
        <translation>&amp;Stapelverarbeitung…</translation>
    </message>
    <message>
        <source>&amp;Before</source>
        <translation>&amp;Vorher</translation>
    </message>
    <message>
        <source>&amp;Copy expression</source>
        <translation>Ausdruck &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Copy result</source>
        <translation>Ergebnis &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Delete keyframe</source>
        <translation>Keyframe &amp;löschen</translation>
    </message>
    <message>
        <source>&amp;Drive the photo</source>
        <translation>Foto &amp;bewegen</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>&amp;Einpassen</translation>
    </message>
    <message>
        <source>&amp;Heat map</source>
        <translation>&amp;Wärmebild</translation>
    </message>
    <message>
        <source>&amp;Information</source>
        <translation>&amp;Informationen</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>&amp;Live camera</source>
        <translation>&amp;Live-Kamera</translation>
    </message>
    <message>
        <source>&amp;Make result the new source</source>
        <translation>Ergebnis zur neuen &amp;Quelle machen</translation>
    </message>
    <message>
        <source>&amp;Mirror the preview</source>
        <translation>Vorschau &amp;spiegeln</translation>
    </message>
    <message>
        <source>&amp;Models…</source>
        <translation>&amp;Modelle…</translation>
    </message>
    <message>
        <source>&amp;Next keyframe</source>
        <translation>&amp;Nächster Keyframe</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>&amp;Öffnen…</translation>
    </message>
    <message>
        <source>&amp;Loop</source>
        <translation>&amp;Schleife</translation>
    </message>
    <message>
        <source>&amp;Paste expression</source>
        <translation>Ausdruck &amp;einfügen</translation>
    </message>
    <message>
        <source>&amp;Paste picture</source>
        <translation>Bild e&amp;infügen</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>Ab&amp;spielen</translation>
    </message>
    <message>
        <source>&amp;Quick export</source>
        <translation>&amp;Schnell exportieren</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Restore layout</source>
        <translation>Anordnung zurück&amp;setzen</translation>
    </message>
    <message>
        <source>&amp;Save as preset…</source>
        <translation>Als Vorlage &amp;speichern…</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>&amp;Snapshot</source>
        <translation>S&amp;chnappschuss</translation>
    </message>
    <message>
        <source>&amp;Split before | after</source>
        <translation>&amp;Teilen: vorher | nachher</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Virtual camera</source>
        <translation>&amp;Virtuelle Kamera</translation>
    </message>
    <message>
        <source>&amp;Whole video</source>
        <translation>Ganzes &amp;Video</translation>
    </message>
    <message>
        <source>Compare before and after along a line</source>
        <translation>Vorher und nachher an einer Linie vergleichen</translation>
    </message>
    <message>
        <source>Preset &amp;pictures</source>
        <translation>Bilder der &amp;Vorlagen</translation>
    </message>
    <message>
        <source>Show this face with every preset below the photo</source>
        <translation>Dieses Gesicht mit jeder Vorlage unter dem Foto zeigen</translation>
    </message>
    <message>
        <source>Use a video or picture in place of a camera, in a loop</source>
        <translation>Ein Video oder Bild in Schleife anstelle einer Kamera verwenden</translation>
    </message>
    <message>
        <source>Add &amp;keyframe</source>
        <translation>&amp;Keyframe hinzufügen</translation>
    </message>
    <message>
        <source>Set all Action Units to 0: a neutral face</source>
        <translation>Alle Action Units auf 0 setzen: ein neutrales Gesicht</translation>
    </message>
    <message>
        <source>An&amp;imate photo…</source>
        <translation>Foto an&amp;imieren…</translation>
    </message>
    <message>
        <source>Return to the expression in the photo</source>
        <translation>Zum Ausdruck auf dem Foto zurückkehren</translation>
    </message>
    <message>
        <source>Choose what to save, where and in which format</source>
        <translation>Wählen, was wo und in welchem Format gespeichert wird</translation>
    </message>
    <message>
        <source>Copy the edited picture to the clipboard</source>
        <translation>Das bearbeitete Bild in die Zwischenablage kopieren</translation>
    </message>
    <message>
        <source>Copy this face's Action Units to the clipboard</source>
        <translation>Die Action Units dieses Gesichts in die Zwischenablage kopieren</translation>
    </message>
    <message>
        <source>Delete &amp;all keyframes</source>
        <translation>&amp;Alle Keyframes löschen</translation>
    </message>
    <message>
        <source>Delete the keyframe at this time</source>
        <translation>Den Keyframe an dieser Stelle löschen</translation>
    </message>
    <message>
        <source>Draw a box around a face that was not found; move or turn one that was</source>
        <translation>Einen Rahmen um ein Gesicht ziehen, das nicht gefunden wurde; gefundene verschieben oder drehen</translation>
    </message>
    <message>
        <source>Set another plausible expression at random</source>
        <translation>Zufällig einen anderen glaubhaften Ausdruck einstellen</translation>
    </message>
    <message>
        <source>E&amp;xport video…</source>
        <translation>Video e&amp;xportieren…</translation>
    </message>
    <message>
        <source>Edit every frame and save a new video</source>
        <translation>Jedes Bild bearbeiten und als neues Video speichern</translation>
    </message>
    <message>
        <source>Expression from a &amp;photo…</source>
        <translation>Ausdruck von einem &amp;Foto…</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>&amp;Vollbild</translation>
    </message>
    <message>
        <source>Draw face &amp;box</source>
        <translation>Gesichtsrahmen &amp;ziehen</translation>
    </message>
    <message>
        <source>Set neutral &amp;baseline</source>
        <translation>Neutralen Ausdruck &amp;festlegen</translation>
    </message>
    <message>
        <source>Use frame as neutral &amp;baseline</source>
        <translation>Bild als &amp;neutralen Ausdruck verwenden</translation>
    </message>
    <message>
        <source>Face b&amp;oxes</source>
        <translation>&amp;Gesichtsrahmen</translation>
    </message>
    <message>
        <source>Show information about the photo and the edit</source>
        <translation>Informationen zum Foto und zur Bearbeitung zeigen</translation>
    </message>
    <message>
        <source>Free&amp;ze</source>
        <translation>Bild ein&amp;frieren</translation>
    </message>
    <message>
        <source>Apply this face's expression to every face</source>
        <translation>Den Ausdruck dieses Gesichts auf alle Gesichter anwenden</translation>
    </message>
    <message>
        <source>Apply this expression to many photos</source>
        <translation>Diesen Ausdruck auf viele Fotos anwenden</translation>
    </message>
    <message>
        <source>Apply the Action Units on the clipboard to this face</source>
        <translation>Die Action Units aus der Zwischenablage auf dieses Gesicht anwenden</translation>
    </message>
    <message>
        <source>Apply the expression of another photo to this face</source>
        <translation>Den Ausdruck eines anderen Fotos auf dieses Gesicht anwenden</translation>
    </message>
    <message>
        <source>Continue from the result; its expression becomes the detected one</source>
        <translation>Mit dem Ergebnis weiterarbeiten; sein Ausdruck gilt als erkannt</translation>
    </message>
    <message>
        <source>Hold to see the original photo</source>
        <translation>Gedrückt halten, um das ursprüngliche Foto zu sehen</translation>
    </message>
    <message>
        <source>Add a keyframe with the current slider values</source>
        <translation>Einen Keyframe mit den aktuellen Reglerwerten setzen</translation>
    </message>
    <message>
        <source>Save the keyframes to a file next to the video</source>
        <translation>Die Keyframes in einer Datei neben dem Video speichern</translation>
    </message>
    <message>
        <source>Save this expression as a preset</source>
        <translation>Diesen Ausdruck als Vorlage speichern</translation>
    </message>
    <message>
        <source>Measure the neutral face: keep it relaxed for a second</source>
        <translation>Das neutrale Gesicht messen: eine Sekunde lang entspannt bleiben</translation>
    </message>
    <message>
        <source>Make an animation of the photo: GIF, APNG, WebP or video</source>
        <translation>Aus dem Foto eine Animation machen: GIF, APNG, WebP oder Video</translation>
    </message>
    <message>
        <source>List, choose and import models</source>
        <translation>Modelle auflisten, wählen und importieren</translation>
    </message>
    <message>
        <source>Ne&amp;xt face</source>
        <translation>&amp;Nächstes Gesicht</translation>
    </message>
    <message>
        <source>Previous &amp;frame</source>
        <translation>Voriges &amp;Bild</translation>
    </message>
    <message>
        <source>Next fra&amp;me</source>
        <translation>Nächstes B&amp;ild</translation>
    </message>
    <message>
        <source>Show one photo pixel per screen pixel</source>
        <translation>Ein Pixel des Fotos je Bildschirmpixel zeigen</translation>
    </message>
    <message>
        <source>Open &amp;folder as camera…</source>
        <translation>&amp;Ordner als Kamera öffnen…</translation>
    </message>
    <message>
        <source>Open as &amp;camera…</source>
        <translation>Als &amp;Kamera öffnen…</translation>
    </message>
    <message>
        <source>Open keyframes…</source>
        <translation>Keyframes öffnen…</translation>
    </message>
    <message>
        <source>Open the &amp;demo portrait</source>
        <translation>&amp;Beispielporträt öffnen</translation>
    </message>
    <message>
        <source>Open the picture on the clipboard</source>
        <translation>Das Bild aus der Zwischenablage öffnen</translation>
    </message>
    <message>
        <source>Open the portrait that comes with the program</source>
        <translation>Das Porträt öffnen, das dem Programm beiliegt</translation>
    </message>
    <message>
        <source>Offer the result to other programs as a camera</source>
        <translation>Das Ergebnis anderen Programmen als Kamera anbieten</translation>
    </message>
    <message>
        <source>Outline the detected faces</source>
        <translation>Die erkannten Gesichter umrahmen</translation>
    </message>
    <message>
        <source>P&amp;revious keyframe</source>
        <translation>Vo&amp;riger Keyframe</translation>
    </message>
    <message>
        <source>Set &amp;out point</source>
        <translation>&amp;Out-Punkt setzen</translation>
    </message>
    <message>
        <source>Set &amp;in point</source>
        <translation>I&amp;n-Punkt setzen</translation>
    </message>
    <message>
        <source>Play and export from here</source>
        <translation>Von hier an abspielen und exportieren</translation>
    </message>
    <message>
        <source>Clear in and out point: play and export the whole video</source>
        <translation>In- und Out-Punkt aufheben: das ganze Video abspielen und exportieren</translation>
    </message>
    <message>
        <source>Play and export up to here</source>
        <translation>Bis hierher abspielen und exportieren</translation>
    </message>
    <message>
        <source>Play or pause the video</source>
        <translation>Das Video abspielen oder anhalten</translation>
    </message>
    <message>
        <source>Repeat the video, or the part between in and out point</source>
        <translation>Das Video oder den Abschnitt zwischen In- und Out-Punkt wiederholen</translation>
    </message>
    <message>
        <source>Preset {number}</source>
        <translation>Vorlage {number}</translation>
    </message>
    <message>
        <source>Move every panel back to its default place</source>
        <translation>Alle Bedienfelder an ihren ursprünglichen Platz setzen</translation>
    </message>
    <message>
        <source>Ra&amp;ndomize</source>
        <translation>&amp;Zufall</translation>
    </message>
    <message>
        <source>Re&amp;cord</source>
        <translation>&amp;Aufnehmen</translation>
    </message>
    <message>
        <source>Record s&amp;ound</source>
        <translation>&amp;Ton aufnehmen</translation>
    </message>
    <message>
        <source>Record the result as MP4</source>
        <translation>Nimmt das Ergebnis als MP4 auf</translation>
    </message>
    <message>
        <source>Record the microphone along with the picture</source>
        <translation>Den Ton des Mikrofons mit aufnehmen</translation>
    </message>
    <message>
        <source>Reset to &amp;detected</source>
        <translation>Auf &amp;erkannt zurücksetzen</translation>
    </message>
    <message>
        <source>Reset to &amp;neutral</source>
        <translation>Auf &amp;neutral zurücksetzen</translation>
    </message>
    <message>
        <source>Save keyframes…</source>
        <translation>Keyframes speichern…</translation>
    </message>
    <message>
        <source>Save the current frame as a new file</source>
        <translation>Das aktuelle Bild als neue Datei speichern</translation>
    </message>
    <message>
        <source>Select the next face</source>
        <translation>Das nächste Gesicht auswählen</translation>
    </message>
    <message>
        <source>Show a camera with the expression of the sliders</source>
        <translation>Zeigt eine Kamera mit dem Ausdruck der Regler</translation>
    </message>
    <message>
        <source>Show a mirror image; what is saved or sent is not mirrored</source>
        <translation>Zeigt ein Spiegelbild; was gespeichert oder gesendet wird, ist nicht gespiegelt</translation>
    </message>
    <message>
        <source>Show where the photo is edited</source>
        <translation>Zeigen, wo das Foto bearbeitet ist</translation>
    </message>
    <message>
        <source>Show the whole photo</source>
        <translation>Das ganze Foto zeigen</translation>
    </message>
    <message>
        <source>Go to the previous frame</source>
        <translation>Zum vorigen Bild gehen</translation>
    </message>
    <message>
        <source>Go to the next frame</source>
        <translation>Zum nächsten Bild gehen</translation>
    </message>
    <message>
        <source>Freeze the picture; the sliders keep working</source>
        <translation>Das Bild einfrieren; die Regler wirken weiter</translation>
    </message>
    <message>
        <source>Load keyframes or an OpenFace AU table from a file</source>
        <translation>Keyframes oder eine AU-Tabelle von OpenFace aus einer Datei laden</translation>
    </message>
    <message>
        <source>Use the model that came with the program</source>
        <translation>Das mitgelieferte Modell verwenden</translation>
    </message>
    <message>
        <source>Use the pictures of a folder in place of a camera</source>
        <translation>Die Bilder eines Ordners anstelle einer Kamera verwenden</translation>
    </message>
    <message>
        <source>Use the &amp;default model</source>
        <translation>&amp;Standardmodell verwenden</translation>
    </message>
    <message>
        <source>The expression in this frame becomes the face's neutral baseline</source>
        <translation>Der Ausdruck in diesem Bild gilt als der neutrale des Gesichts</translation>
    </message>
    <message>
        <source>Move the face on the photo with your own, in front of the camera</source>
        <translation>Das Gesicht auf dem Foto mit dem eigenen vor der Kamera bewegen</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>Ver&amp;größern</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>&amp;Train a model…</source>
        <translation>Modell &amp;trainieren…</translation>
    </message>
    <message>
        <source>Train on your own pictures and watch the progress</source>
        <translation>Mit eigenen Bildern trainieren und den Fortschritt verfolgen</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>&amp;Next open photo or video</source>
        <translation>&amp;Nächstes offenes Foto oder Video</translation>
    </message>
    <message>
        <source>&amp;Previous open photo or video</source>
        <translation>&amp;Voriges offenes Foto oder Video</translation>
    </message>
    <message>
        <source>&amp;Save project</source>
        <translation>Projekt &amp;speichern</translation>
    </message>
    <message>
        <source>Close what is shown; its edits are kept for the next time</source>
        <translation>Das Gezeigte schließen; seine Bearbeitung bleibt für das nächste Mal erhalten</translation>
    </message>
    <message>
        <source>Open a photo, a video or a project</source>
        <translation>Ein Foto, ein Video oder ein Projekt öffnen</translation>
    </message>
    <message>
        <source>Return to the &amp;photo</source>
        <translation>Zum &amp;Foto zurückkehren</translation>
    </message>
    <message>
        <source>Save everything that is open in another file</source>
        <translation>Alles, was offen ist, in einer anderen Datei speichern</translation>
    </message>
    <message>
        <source>Save everything that is open, with its edits, in one file</source>
        <translation>Alles, was offen ist, mit seiner Bearbeitung in einer Datei speichern</translation>
    </message>
    <message>
        <source>Save project &amp;as…</source>
        <translation>Projekt speichern &amp;unter…</translation>
    </message>
    <message>
        <source>Save the result as a new file, next to the photo or where the settings say</source>
        <translation>Das Ergebnis als neue Datei speichern, neben dem Foto oder wo es die Einstellungen sagen</translation>
    </message>
    <message>
        <source>Take snap&amp;shot of the edit</source>
        <translation>Stand der Bearbeitung &amp;merken</translation>
    </message>
    <message>
        <source>S&amp;witch between snapshots A | B</source>
        <translation>&amp;Wechseln zwischen Ständen A | B</translation>
    </message>
    <message>
        <source>Show the next snapshot of the edit</source>
        <translation>Den nächsten gemerkten Stand zeigen</translation>
    </message>
    <message>
        <source>Remember this edit, to come back to it</source>
        <translation>Diesen Stand merken, um zu ihm zurückzukehren</translation>
    </message>
    <message>
        <source>Before and after side &amp;by side</source>
        <translation>Vorher und nachher &amp;nebeneinander</translation>
    </message>
    <message>
        <source>Show the original photo beside the result, zoomed and moved in step</source>
        <translation>Das ursprüngliche Foto neben dem Ergebnis zeigen, im Gleichschritt gezoomt und verschoben</translation>
    </message>
    <message>
        <source>&amp;Grid…</source>
        <translation>&amp;Raster…</translation>
    </message>
    <message>
        <source>Draw many expressions of a face, or of many photos, as one labelled picture</source>
        <translation>Viele Ausdrücke eines Gesichts oder vieler Fotos als ein beschriftetes Bild zeichnen</translation>
    </message>
    <message>
        <source>&amp;Clear protection</source>
        <translation>Schutz auf&amp;heben</translation>
    </message>
    <message>
        <source>&amp;Invert protection</source>
        <translation>Schutz &amp;umkehren</translation>
    </message>
    <message>
        <source>Change only the brows; several regions can be chosen</source>
        <translation>Nur die Brauen verändern; es lassen sich mehrere Bereiche wählen</translation>
    </message>
    <message>
        <source>Change only the eyes; several regions can be chosen</source>
        <translation>Nur die Augen verändern; es lassen sich mehrere Bereiche wählen</translation>
    </message>
    <message>
        <source>Change only the mouth; several regions can be chosen</source>
        <translation>Nur den Mund verändern; es lassen sich mehrere Bereiche wählen</translation>
    </message>
    <message>
        <source>Let the whole face change again</source>
        <translation>Das ganze Gesicht wieder verändern lassen</translation>
    </message>
    <message>
        <source>Only &amp;eyes</source>
        <translation>Nur &amp;Augen</translation>
    </message>
    <message>
        <source>Only &amp;mouth</source>
        <translation>Nur &amp;Mund</translation>
    </message>
    <message>
        <source>Only b&amp;rows</source>
        <translation>Nur B&amp;rauen</translation>
    </message>
    <message>
        <source>Paint over parts of the face that must not change</source>
        <translation>Teile des Gesichts übermalen, die sich nicht verändern dürfen</translation>
    </message>
    <message>
        <source>Protect what may change, and the other way round</source>
        <translation>Schützen, was sich verändern darf, und umgekehrt</translation>
    </message>
    <message>
        <source>Protection &amp;brush</source>
        <translation>Schutz&amp;pinsel</translation>
    </message>
    <message>
        <source>E&amp;xports</source>
        <translation>E&amp;xporte</translation>
    </message>
    <message>
        <source>Show the exports that run, wait or have ended</source>
        <translation>Laufende, wartende und beendete Exporte zeigen</translation>
    </message>
    <message>
        <source>E&amp;xplain</source>
        <translation>E&amp;rklären</translation>
    </message>
    <message>
        <source>Show which Action Unit changes which part of the face; also while Alt is held over the photo</source>
        <translation>Zeigen, welche Action Unit welchen Teil des Gesichts verändert; auch solange Alt über dem Foto gedrückt ist</translation>
    </message>
    <message>
        <source>&amp;Guide</source>
        <translation>&amp;Anleitung</translation>
    </message>
    <message>
        <source>Read what the program does and how, with pictures</source>
        <translation>Lesen, was das Programm tut und wie, mit Bildern</translation>
    </message>
</context>
<context>
    <name>AnimationDialog</name>
    <message>
        <source>Animate photo</source>
        <translation>Foto animieren</translation>
    </message>
    <message>
        <source>Rendering the preview…</source>
        <translation>Die Vorschau wird berechnet…</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Preview, smaller and with fewer frames than the file</source>
        <translation>Vorschau, kleiner und mit weniger Bildern als die Datei</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
</context>
<context>
    <name>AnimationForm</name>
    <message>
        <source>Smaller photos are not enlarged.</source>
        <translation>Kleinere Fotos werden nicht vergrößert.</translation>
    </message>
    <message>
        <source>Along keyframes or an AU table</source>
        <translation>Entlang von Keyframes oder einer AU-Tabelle</translation>
    </message>
    <message>
        <source>Animate photo</source>
        <translation>Foto animieren</translation>
    </message>
    <message>
        <source>Animations ({patterns})</source>
        <translation>Animationen ({patterns})</translation>
    </message>
    <message>
        <source>As in the photo</source>
        <translation>Wie auf dem Foto</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Beginn</translation>
    </message>
    <message>
        <source>The checked presets, from top to bottom; drag them to change the order.</source>
        <translation>Die angehakten Vorlagen von oben nach unten; ziehen Sie sie, um die Reihenfolge zu ändern.</translation>
    </message>
    <message>
        <source>Choose a file with keyframes or AUs</source>
        <translation>Datei mit Keyframes oder AUs wählen</translation>
    </message>
    <message>
        <source>Choose a file with keyframes or AUs.</source>
        <translation>Wählen Sie eine Datei mit Keyframes oder AUs.</translation>
    </message>
    <message>
        <source>Choose at least one preset.</source>
        <translation>Wählen Sie mindestens eine Vorlage.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Keyframe file</source>
        <translation>Keyframe-Datei</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Give the file a name.</source>
        <translation>Geben Sie der Datei einen Namen.</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>Halten</translation>
    </message>
    <message>
        <source>Keyframes and AU tables (*.json *.csv)</source>
        <translation>Keyframes und AU-Tabellen (*.json *.csv)</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Longest side</source>
        <translation>Längste Seite</translation>
    </message>
    <message>
        <source>Neutral</source>
        <translation>Neutral</translation>
    </message>
    <message>
        <source>Open keyframes</source>
        <translation>Keyframes öffnen</translation>
    </message>
    <message>
        <source>Frames per second</source>
        <translation>Bilder pro Sekunde</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>Presets in the animation</source>
        <translation>Vorlagen der Animation</translation>
    </message>
    <message>
        <source>Replace the existing file</source>
        <translation>Die vorhandene Datei ersetzen</translation>
    </message>
    <message>
        <source>The hold cannot be longer than the animation.</source>
        <translation>Der Ausdruck kann nicht länger gehalten werden, als die Animation dauert.</translation>
    </message>
    <message>
        <source>The folder {folder} does not exist.</source>
        <translation>Den Ordner {folder} gibt es nicht.</translation>
    </message>
    <message>
        <source>The name must end in {endings}.</source>
        <translation>Der Name muss auf {endings} enden.</translation>
    </message>
    <message>
        <source>Through presets and back</source>
        <translation>Durch Vorlagen und zurück</translation>
    </message>
    <message>
        <source>To the expression of the sliders and back</source>
        <translation>Zum Ausdruck der Regler und zurück</translation>
    </message>
    <message>
        <source>Animation</source>
        <translation>Animation</translation>
    </message>
    <message>
        <source>at</source>
        <translation>mit</translation>
    </message>
    <message>
        <source>frames per second</source>
        <translation>Bildern pro Sekunde</translation>
    </message>
    <message>
        <source>{file} exists already: give another name, or replace it.</source>
        <translation>{file} gibt es schon: Geben Sie einen anderen Namen an oder ersetzen Sie sie.</translation>
    </message>
    <message numerus="yes">
        <source>{file}, %n keyframe(s)</source>
        <translation>
            <numerusform>{file}, %n Keyframe</numerusform>
            <numerusform>{file}, %n Keyframes</numerusform>
        </translation>
    </message>
    <message>
        <source>{file} will be written by an export that is waiting: give another name.</source>
        <translation>{file} wird von einem wartenden Export geschrieben: Geben Sie einen anderen Namen an.</translation>
    </message>
</context>
<context>
    <name>AuGroup</name>
    <message>
        <source>Hide the sliders</source>
        <translation>Regler verbergen</translation>
    </message>
    <message>
        <source>Reset {group} to detected</source>
        <translation>{group} auf erkannt zurücksetzen</translation>
    </message>
    <message>
        <source>Show the sliders</source>
        <translation>Regler zeigen</translation>
    </message>
    <message>
        <source>{group} ({n} changed)</source>
        <translation>{group} ({n} geändert)</translation>
    </message>
</context>
<context>
    <name>AuPanel</name>
    <message>
        <source>Reset {group}</source>
        <translation>{group} zurücksetzen</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
</context>
<context>
    <name>AuPanelHeader</name>
    <message>
        <source>A random but plausible expression, at the strength set above</source>
        <translation>Ein zufälliger, aber glaubhafter Ausdruck in der oben gewählten Stärke</translation>
    </message>
    <message>
        <source>How much of the expression is applied: 0 % is the detected face. Applies to presets and random expressions, too.</source>
        <translation>Wie viel vom Ausdruck angewandt wird: 0 % ist das erkannte Gesicht. Gilt auch für Vorlagen und zufällige Ausdrücke.</translation>
    </message>
    <message>
        <source>Randomize</source>
        <translation>Zufall</translation>
    </message>
    <message>
        <source>Reset every slider to the value detected in the photo</source>
        <translation>Jeden Regler auf den im Foto erkannten Wert zurücksetzen</translation>
    </message>
    <message>
        <source>Reset to detected</source>
        <translation>Auf erkannt zurücksetzen</translation>
    </message>
    <message>
        <source>Reset to neutral</source>
        <translation>Auf neutral zurücksetzen</translation>
    </message>
    <message>
        <source>Seed of the random expression</source>
        <translation>Startwert des zufälligen Ausdrucks</translation>
    </message>
    <message>
        <source>Set every slider to 0: a relaxed face</source>
        <translation>Jeden Regler auf 0 setzen: ein entspanntes Gesicht</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>The same seed gives the same expression: type one and press Enter</source>
        <translation>Gleicher Startwert, gleicher Ausdruck: einen eintippen und Eingabe drücken</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
</context>
<context>
    <name>AuRow</name>
    <message>
        <source>{name}, right</source>
        <translation>{name}, rechts</translation>
    </message>
    <message>
        <source>{name}, left</source>
        <translation>{name}, links</translation>
    </message>
    <message>
        <source>Back to detected ({value})</source>
        <translation>Zurück auf erkannt ({value})</translation>
    </message>
    <message>
        <source>Detected: {value}. Double-click or press Delete to restore it.</source>
        <translation>Erkannt: {value}. Doppelklick oder Entf stellt den Wert wieder her.</translation>
    </message>
    <message>
        <source>Set to {value}</source>
        <translation>Auf {value} setzen</translation>
    </message>
    <message>
        <source>{title}, value</source>
        <translation>{title}, Wert</translation>
    </message>
</context>
<context>
    <name>BatchChoice</name>
    <message numerus="yes">
        <source>%n changed value(s)</source>
        <translation>
            <numerusform>%n geänderten Wert</numerusform>
            <numerusform>%n geänderte Werte</numerusform>
        </translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>Which expression</source>
        <translation>Welcher Ausdruck</translation>
    </message>
    <message>
        <source>With only the changed values, the rest of each face stays as it is.</source>
        <translation>Mit nur den geänderten Werten bleibt das übrige Gesicht, wie es ist.</translation>
    </message>
    <message>
        <source>Which faces</source>
        <translation>Welche Gesichter</translation>
    </message>
    <message>
        <source>Which values</source>
        <translation>Welche Werte</translation>
    </message>
    <message>
        <source>all 17 values</source>
        <translation>alle 17 Werte</translation>
    </message>
    <message>
        <source>all faces</source>
        <translation>alle Gesichter</translation>
    </message>
    <message>
        <source>at</source>
        <translation>mit</translation>
    </message>
    <message>
        <source>largest face</source>
        <translation>größtes Gesicht</translation>
    </message>
    <message>
        <source>this face's expression</source>
        <translation>diesen Ausdruck</translation>
    </message>
    <message>
        <source>to</source>
        <translation>auf</translation>
    </message>
</context>
<context>
    <name>BatchDialog</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n Foto</numerusform>
            <numerusform>%n Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>Add folder</source>
        <translation>Ordner hinzufügen</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Add photos</source>
        <translation>Fotos hinzufügen</translation>
    </message>
    <message>
        <source>Add photos, or drop them here.</source>
        <translation>Fügen Sie Fotos hinzu oder ziehen Sie sie hierher.</translation>
    </message>
    <message>
        <source>Add photos…</source>
        <translation>Fotos hinzufügen…</translation>
    </message>
    <message>
        <source>Applies this face's expression, or a preset, to many photos. Results are new files; no photo is changed.</source>
        <translation>Gibt vielen Fotos den Ausdruck dieses Gesichts oder eine Vorlage. Ergebnisse sind neue Dateien; kein Foto wird verändert.</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Stapelverarbeitung</translation>
    </message>
    <message>
        <source>Photos ({patterns})</source>
        <translation>Fotos ({patterns})</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
</context>
<context>
    <name>BatchTable</name>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>failed: {reason}</source>
        <translation>fehlgeschlagen: {reason}</translation>
    </message>
</context>
<context>
    <name>BoxTool</name>
    <message>
        <source>Drag a square around a face, from the brows to the chin. Use the handles to move, resize and rotate it; press Esc to finish.</source>
        <translation>Ziehen Sie ein Quadrat um ein Gesicht, von den Brauen bis zum Kinn. Mit den Griffen lässt es sich verschieben, vergrößern und drehen; Esc beendet.</translation>
    </message>
    <message>
        <source>Draw face box</source>
        <translation>Gesichtsrahmen ziehen</translation>
    </message>
</context>
<context>
    <name>BrushBar</name>
    <message>
        <source>Allow</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>Change only</source>
        <translation>Nur verändern</translation>
    </message>
    <message>
        <source>Protect</source>
        <translation>Schützen</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Softness</source>
        <translation>Weichheit</translation>
    </message>
    <message>
        <source>The brush allows: what is painted over may change again</source>
        <translation>Der Pinsel gibt frei: Was übermalt wird, darf sich wieder verändern</translation>
    </message>
    <message>
        <source>The brush protects: what is painted over does not change</source>
        <translation>Der Pinsel schützt: Was übermalt wird, verändert sich nicht</translation>
    </message>
    <message>
        <source>The wheel with Shift</source>
        <translation>Mausrad mit Umschalt</translation>
    </message>
    <message>
        <source>[ and ], or the wheel with Ctrl</source>
        <translation>[ und ] oder das Mausrad mit Strg</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Aufheben</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>Umkehren</translation>
    </message>
    <message>
        <source>Eyes</source>
        <translation>Augen</translation>
    </message>
    <message>
        <source>Brows</source>
        <translation>Brauen</translation>
    </message>
    <message>
        <source>Mouth</source>
        <translation>Mund</translation>
    </message>
</context>
<context>
    <name>BrushTool</name>
    <message>
        <source>Allow: paint over what may change again. X switches to Protect, [ and ] change the size; press Esc to finish.</source>
        <translation>Freigeben: Übermalen Sie, was sich wieder verändern darf. X wechselt zu Schützen, [ und ] ändern die Größe, Esc beendet.</translation>
    </message>
    <message>
        <source>Protect: paint over what must not change. X switches to Allow, [ and ] change the size; press Esc to finish.</source>
        <translation>Schützen: Übermalen Sie, was sich nicht verändern darf. X wechselt zu Freigeben, [ und ] ändern die Größe, Esc beendet.</translation>
    </message>
    <message>
        <source>Protection brush</source>
        <translation>Schutzpinsel</translation>
    </message>
</context>
<context>
    <name>CameraChooser</name>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>No camera is connected. You can use a video instead: Camera &gt; Open as camera.</source>
        <translation>Keine Kamera ist angeschlossen. Sie können stattdessen ein Video verwenden: Kamera &gt; Als Kamera öffnen.</translation>
    </message>
    <message>
        <source>Open a folder of pictures as camera</source>
        <translation>Einen Ordner mit Bildern als Kamera öffnen</translation>
    </message>
    <message>
        <source>Open as camera</source>
        <translation>Als Kamera öffnen</translation>
    </message>
    <message>
        <source>Videos and pictures ({patterns})</source>
        <translation>Videos und Bilder ({patterns})</translation>
    </message>
</context>
<context>
    <name>CameraMenu</name>
    <message>
        <source>&amp;Frame rate</source>
        <translation>&amp;Bildrate</translation>
    </message>
    <message>
        <source>&amp;Resolution</source>
        <translation>&amp;Auflösung</translation>
    </message>
    <message>
        <source>Camera default</source>
        <translation>Standard der Kamera</translation>
    </message>
    <message>
        <source>At most {rate} per second</source>
        <translation>Höchstens {rate} pro Sekunde</translation>
    </message>
    <message>
        <source>No camera is connected</source>
        <translation>Keine Kamera ist angeschlossen</translation>
    </message>
</context>
<context>
    <name>Cameras</name>
    <message>
        <source>Camera {number}</source>
        <translation>Kamera {number}</translation>
    </message>
    <message>
        <source>Cameras cannot be listed by name here ({reason}); choose them by number.</source>
        <translation>Kameras lassen sich hier nicht mit Namen auflisten ({reason}); wählen Sie sie nach Nummer.</translation>
    </message>
    <message>
        <source>camera “{name}”</source>
        <translation>Kamera „{name}“</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Face {number}: click to edit it</source>
        <translation>Gesicht {number}: zum Bearbeiten klicken</translation>
    </message>
</context>
<context>
    <name>CanvasDisplay</name>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
</context>
<context>
    <name>CanvasPresenter</name>
    <message>
        <source>Drop one here, paste one, or choose a file.</source>
        <translation>Ziehen Sie eines hierher, fügen Sie eines ein oder wählen Sie eine Datei.</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>Das Modell wird geladen…</translation>
    </message>
    <message>
        <source>Detecting faces…</source>
        <translation>Gesichter werden gesucht…</translation>
    </message>
    <message>
        <source>No face was found in this photo</source>
        <translation>In diesem Foto wurde kein Gesicht gefunden</translation>
    </message>
    <message>
        <source>Open a photo of a face</source>
        <translation>Öffnen Sie ein Foto von einem Gesicht</translation>
    </message>
    <message>
        <source>Opening {file}…</source>
        <translation>{file} wird geöffnet…</translation>
    </message>
    <message>
        <source>Faces are found if they are seen from the front, at least 40 pixels wide and not hidden. You can also draw a box around one.</source>
        <translation>Gefunden werden Gesichter, die von vorn zu sehen, mindestens 40 Pixel breit und nicht verdeckt sind. Sie können auch einen Rahmen um eines ziehen.</translation>
    </message>
    <message>
        <source>The model cannot be used</source>
        <translation>Das Modell kann nicht verwendet werden</translation>
    </message>
    <message>
        <source>pasted picture</source>
        <translation>eingefügtes Bild</translation>
    </message>
</context>
<context>
    <name>Confirm</name>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
</context>
<context>
    <name>ConsentDialog</name>
    <message>
        <source>A changed expression can mislead, and it can hurt the person shown. Exported pictures say in their metadata that they were edited by a trained model.</source>
        <translation>Ein geänderter Ausdruck kann täuschen und die abgebildete Person verletzen. Exportierte Bilder geben in ihren Metadaten an, dass ein trainiertes Modell sie bearbeitet hat.</translation>
    </message>
    <message>
        <source>Before you begin</source>
        <translation>Bevor es losgeht</translation>
    </message>
    <message>
        <source>Before you export</source>
        <translation>Vor dem Exportieren</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>I use my own face, or faces of people who gave me their permission.</source>
        <translation>Ich verwende mein eigenes Gesicht oder Gesichter mit Einwilligung.</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
</context>
<context>
    <name>CurveChart</name>
    <message>
        <source>No values yet</source>
        <translation>Noch keine Werte</translation>
    </message>
    <message>
        <source>Step {step}</source>
        <translation>Schritt {step}</translation>
    </message>
</context>
<context>
    <name>CurvePane</name>
    <message>
        <source>&amp;Curves</source>
        <translation>&amp;Kurven</translation>
    </message>
    <message>
        <source>Attention mask</source>
        <translation>Attention-Maske</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>Curves to show</source>
        <translation>Gezeigte Kurven</translation>
    </message>
    <message>
        <source>Logarithmic axis; values of 0 and below are not shown</source>
        <translation>Logarithmische Achse; Werte bis 0 fehlen</translation>
    </message>
    <message>
        <source>Held-out faces</source>
        <translation>Zurückgehaltene Gesichter</translation>
    </message>
    <message>
        <source>Learning rate and speed</source>
        <translation>Lernrate und Tempo</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>Logarithmisch</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>Verluste</translation>
    </message>
    <message>
        <source>Training curves; use the arrow keys to read the values at a step</source>
        <translation>Trainingskurven; mit den Pfeiltasten lassen sich die Werte eines Schritts ablesen</translation>
    </message>
    <message>
        <source>{figure}, on pairs</source>
        <translation>{figure}, an Paaren</translation>
    </message>
    <message>
        <source>Whole loss</source>
        <translation>Gesamtverlust</translation>
    </message>
    <message>
        <source>Reconstruction</source>
        <translation>Rekonstruktion</translation>
    </message>
    <message>
        <source>Reconstruction, relative to copying</source>
        <translation>Rekonstruktion, im Verhältnis zum Kopieren</translation>
    </message>
    <message>
        <source>Gradients</source>
        <translation>Gradienten</translation>
    </message>
    <message>
        <source>Texture</source>
        <translation>Textur</translation>
    </message>
    <message>
        <source>Color mask</source>
        <translation>Farbmaske</translation>
    </message>
    <message>
        <source>Attention, mean</source>
        <translation>Attention, Mittelwert</translation>
    </message>
    <message>
        <source>Attention, variation</source>
        <translation>Attention, Variation</translation>
    </message>
    <message>
        <source>Source kept</source>
        <translation>Quelle behalten</translation>
    </message>
    <message>
        <source>Flow at landmarks</source>
        <translation>Fluss an Landmarken</translation>
    </message>
    <message>
        <source>Flow, smoothness</source>
        <translation>Fluss, Glattheit</translation>
    </message>
    <message>
        <source>Residual</source>
        <translation>Rest</translation>
    </message>
    <message>
        <source>Double image</source>
        <translation>Doppelbild</translation>
    </message>
    <message>
        <source>Layers, edges</source>
        <translation>Ebenen, Ränder</translation>
    </message>
    <message>
        <source>Layers, texture coordinates</source>
        <translation>Ebenen, Texturkoordinaten</translation>
    </message>
    <message>
        <source>Layers, shade</source>
        <translation>Ebenen, Helligkeit</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Deckkraft</translation>
    </message>
    <message>
        <source>L1 error</source>
        <translation>L1-Fehler</translation>
    </message>
    <message>
        <source>L1 error of copying</source>
        <translation>L1-Fehler des Kopierens</translation>
    </message>
    <message>
        <source>L1 error, relative to copying</source>
        <translation>L1-Fehler, im Verhältnis zum Kopieren</translation>
    </message>
    <message>
        <source>Edited share</source>
        <translation>Bearbeiteter Anteil</translation>
    </message>
    <message>
        <source>Critic&apos;s score of edits</source>
        <translation>Wertung des Kritikers</translation>
    </message>
    <message>
        <source>Expression as the critic reads it</source>
        <translation>Ausdruck, wie der Kritiker ihn liest</translation>
    </message>
    <message>
        <source>Cycle consistency</source>
        <translation>Hin und zurück</translation>
    </message>
    <message>
        <source>Attention kept</source>
        <translation>Attention, behalten</translation>
    </message>
    <message>
        <source>Critic: scores</source>
        <translation>Kritiker: Wertungen</translation>
    </message>
    <message>
        <source>Critic: gradient penalty</source>
        <translation>Kritiker: Gradientenstrafe</translation>
    </message>
    <message>
        <source>Critic: expression</source>
        <translation>Kritiker: Ausdruck</translation>
    </message>
    <message>
        <source>Critic: AU error</source>
        <translation>Kritiker: AU-Fehler</translation>
    </message>
    <message>
        <source>Critic: told apart</source>
        <translation>Kritiker: unterschieden</translation>
    </message>
    <message>
        <source>Landmarks</source>
        <translation>Landmarken</translation>
    </message>
    <message>
        <source>AUs</source>
        <translation>AUs</translation>
    </message>
    <message>
        <source>AUs of each side</source>
        <translation>AUs jeder Seite</translation>
    </message>
    <message>
        <source>Irises</source>
        <translation>Iriden</translation>
    </message>
    <message>
        <source>Iris radius</source>
        <translation>Irisradius</translation>
    </message>
    <message>
        <source>Gaze</source>
        <translation>Blick</translation>
    </message>
    <message>
        <source>Face or not</source>
        <translation>Gesicht oder nicht</translation>
    </message>
    <message>
        <source>Landmark error</source>
        <translation>Landmarkenfehler</translation>
    </message>
    <message>
        <source>AU error</source>
        <translation>AU-Fehler</translation>
    </message>
    <message>
        <source>AU correlation</source>
        <translation>AU-Korrelation</translation>
    </message>
    <message>
        <source>Iris error</source>
        <translation>Irisfehler</translation>
    </message>
    <message>
        <source>Gaze error</source>
        <translation>Blickfehler</translation>
    </message>
    <message>
        <source>Faces told from other things</source>
        <translation>Gesichter richtig erkannt</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittelwert</translation>
    </message>
    <message>
        <source>Standard deviation</source>
        <translation>Standardabweichung</translation>
    </message>
    <message>
        <source>Share near 0</source>
        <translation>Anteil nahe 0</translation>
    </message>
    <message>
        <source>Share near 1</source>
        <translation>Anteil nahe 1</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>Images per second</source>
        <translation>Bilder je Sekunde</translation>
    </message>
</context>
<context>
    <name>DialogController</name>
    <message>
        <source>Expression from a photo</source>
        <translation>Ausdruck von einem Foto</translation>
    </message>
</context>
<context>
    <name>DocumentsFeature</name>
    <message numerus="yes">
        <source>%n open file(s)</source>
        <translation>
            <numerusform>%n offene Datei</numerusform>
            <numerusform>%n offene Dateien</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with unsaved edits</source>
        <translation>
            <numerusform>%n mit ungespeicherter Bearbeitung</numerusform>
            <numerusform>%n mit ungespeicherter Bearbeitung</numerusform>
        </translation>
    </message>
    <message>
        <source>GANimation did not close properly last time. The files that were open can be restored.</source>
        <translation>GANimation wurde beim letzten Mal nicht ordentlich beendet. Die Dateien, die offen waren, lassen sich wiederherstellen.</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>Eingefügtes Bild</translation>
    </message>
    <message>
        <source>Quit and lose them</source>
        <translation>Beenden und verlieren</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Restore open files?</source>
        <translation>Offene Dateien wiederherstellen?</translation>
    </message>
    <message>
        <source>Start without them</source>
        <translation>Ohne sie beginnen</translation>
    </message>
    <message>
        <source>The edits of {names} are not saved in a file and could not be kept for the next start.</source>
        <translation>Die Bearbeitung von {names} ist in keiner Datei gespeichert und ließ sich nicht für den nächsten Start aufheben.</translation>
    </message>
    <message>
        <source>The program's data folder cannot be written. Cancel and save a project elsewhere, or quit and lose these edits.</source>
        <translation>In den Datenordner des Programms lässt sich nicht schreiben. Brechen Sie ab und speichern Sie ein Projekt an anderer Stelle, oder beenden Sie und verlieren Sie diese Bearbeitung.</translation>
    </message>
    <message>
        <source>Unsaved edits</source>
        <translation>Ungespeicherte Bearbeitung</translation>
    </message>
</context>
<context>
    <name>DriveMode</name>
    <message>
        <source>Expression of the camera</source>
        <translation>Ausdruck der Kamera</translation>
    </message>
    <message>
        <source>Look at the camera with a relaxed face for a moment</source>
        <translation>Schauen Sie einen Augenblick mit entspanntem Gesicht in die Kamera</translation>
    </message>
    <message>
        <source>Look at the camera: your expression moves the photo.</source>
        <translation>Schauen Sie in die Kamera: Ihr Ausdruck bewegt das Foto.</translation>
    </message>
    <message>
        <source>The camera sees no face</source>
        <translation>Die Kamera sieht kein Gesicht</translation>
    </message>
    <message>
        <source>No picture from the camera</source>
        <translation>Kein Bild von der Kamera</translation>
    </message>
    <message>
        <source>Open a photo with a face first: your face in front of the camera will move it.</source>
        <translation>Öffnen Sie zuerst ein Foto mit einem Gesicht: Ihr Gesicht vor der Kamera bewegt es.</translation>
    </message>
    <message>
        <source>Opening the camera…</source>
        <translation>Die Kamera wird geöffnet…</translation>
    </message>
    <message>
        <source>The camera cannot move this photo</source>
        <translation>Die Kamera kann dieses Foto nicht bewegen</translation>
    </message>
    <message>
        <source>The camera does not respond</source>
        <translation>Die Kamera reagiert nicht</translation>
    </message>
    <message>
        <source>There is no expression to save yet.</source>
        <translation>Es gibt noch keinen Ausdruck zum Speichern.</translation>
    </message>
    <message>
        <source>Unplug it and plug it in again, or choose another one.</source>
        <translation>Stecken Sie sie aus und wieder ein oder wählen Sie eine andere.</translation>
    </message>
</context>
<context>
    <name>EditController</name>
    <message>
        <source>The model is still being loaded.</source>
        <translation>Das Modell wird noch geladen.</translation>
    </message>
    <message>
        <source>Another photo was shown before the edit was ready in full size.</source>
        <translation>Ein anderes Foto wurde gezeigt, bevor die Bearbeitung in voller Größe fertig war.</translation>
    </message>
</context>
<context>
    <name>EnlargedMask</name>
    <message>
        <source>Back to the photo</source>
        <translation>Zurück zum Foto</translation>
    </message>
    <message>
        <source>Back to the photo (Esc)</source>
        <translation>Zurück zum Foto (Esc)</translation>
    </message>
</context>
<context>
    <name>ExportController</name>
    <message>
        <source>The current frame is on the clipboard.</source>
        <translation>Das aktuelle Bild ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>Nothing is edited yet, so there is nothing to save.</source>
        <translation>Es ist noch nichts bearbeitet, also gibt es nichts zu speichern.</translation>
    </message>
    <message>
        <source>PNG picture (*.png)</source>
        <translation>PNG-Bild (*.png)</translation>
    </message>
    <message>
        <source>Save mask</source>
        <translation>Maske speichern</translation>
    </message>
    <message>
        <source>Saved {file}</source>
        <translation>{file} gespeichert</translation>
    </message>
    <message>
        <source>Saved {file} and {count} more</source>
        <translation>{file} und {count} weitere gespeichert</translation>
    </message>
    <message>
        <source>The result is on the clipboard.</source>
        <translation>Das Ergebnis ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>The result equals the source: nothing is edited.</source>
        <translation>Das Ergebnis gleicht der Quelle: Es ist nichts bearbeitet.</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>Wird geschrieben…</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Choose at least one thing to export.</source>
        <translation>Wählen Sie mindestens eines zum Exportieren.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Same compression as the photo</source>
        <translation>Wie das Foto komprimieren</translation>
    </message>
    <message>
        <source>EXIF data</source>
        <translation>EXIF-Daten</translation>
    </message>
    <message>
        <source>Export as</source>
        <translation>Exportieren als</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Give the file a name.</source>
        <translation>Geben Sie der Datei einen Namen.</translation>
    </message>
    <message>
        <source>Give the file a shorter name.</source>
        <translation>Geben Sie der Datei einen kürzeren Namen.</translation>
    </message>
    <message>
        <source>Kept: {parts}</source>
        <translation>Beibehalten: {parts}</translation>
    </message>
    <message>
        <source>Nothing is edited: the file gets no new statement of its origin.</source>
        <translation>Es ist nichts bearbeitet: Die Datei erhält keine neue Angabe zur Herkunft.</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Replace the existing file</source>
        <translation>Die vorhandene Datei ersetzen</translation>
    </message>
    <message>
        <source>The file states that a trained model edited it (IPTC: compositeWithTrainedAlgorithmicMedia).</source>
        <translation>Die Datei gibt an, dass ein trainiertes Modell sie bearbeitet hat (IPTC: compositeWithTrainedAlgorithmicMedia).</translation>
    </message>
    <message>
        <source>The folder {folder} does not exist.</source>
        <translation>Den Ordner {folder} gibt es nicht.</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>color profile</source>
        <translation>Farbprofil</translation>
    </message>
    <message>
        <source>transparency</source>
        <translation>Transparenz</translation>
    </message>
    <message>
        <source>{bits} bits a channel</source>
        <translation>{bits} Bit je Kanal</translation>
    </message>
    <message>
        <source>{file} exists already: give another name, or replace it.</source>
        <translation>{file} gibt es schon: Geben Sie einen anderen Namen an oder ersetzen Sie sie.</translation>
    </message>
    <message>
        <source>Name pattern</source>
        <translation>Namensmuster</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Use folder, name pattern and size from now on</source>
        <translation>Ordner, Muster und Größe künftig verwenden</translation>
    </message>
    <message>
        <source>{width} × {height} are more than the {most} megapixels that a photo may have: choose a smaller size.</source>
        <translation>{width} × {height} sind mehr als die {most} Megapixel, die ein Foto haben darf: Wählen Sie eine kleinere Größe.</translation>
    </message>
</context>
<context>
    <name>ExpressionController</name>
    <message>
        <source>Apply to all faces</source>
        <translation>Auf alle Gesichter anwenden</translation>
    </message>
    <message>
        <source>Expression of {file}</source>
        <translation>Ausdruck von {file}</translation>
    </message>
    <message>
        <source>Make result the new source</source>
        <translation>Ergebnis zur neuen Quelle machen</translation>
    </message>
    <message>
        <source>No face was found in {file}.</source>
        <translation>In {file} wurde kein Gesicht gefunden.</translation>
    </message>
    <message>
        <source>Paste expression</source>
        <translation>Ausdruck einfügen</translation>
    </message>
    <message>
        <source>Random expression {seed}</source>
        <translation>Zufälliger Ausdruck {seed}</translation>
    </message>
    <message>
        <source>Reset to detected</source>
        <translation>Auf erkannt zurücksetzen</translation>
    </message>
    <message>
        <source>Reset to neutral</source>
        <translation>Auf neutral zurücksetzen</translation>
    </message>
    <message>
        <source>The expression is on the clipboard.</source>
        <translation>Der Ausdruck ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>There is no expression on the clipboard: copy one from a face first.</source>
        <translation>In der Zwischenablage ist kein Ausdruck: Kopieren Sie zuerst einen von einem Gesicht.</translation>
    </message>
    <message>
        <source>Earlier steps can no longer be undone: their photos need too much memory.</source>
        <translation>Frühere Schritte lassen sich nicht mehr rückgängig machen: Ihre Fotos brauchen zu viel Speicher.</translation>
    </message>
</context>
<context>
    <name>FaceBoxController</name>
    <message>
        <source>Draw a face box</source>
        <translation>Gesichtsrahmen ziehen</translation>
    </message>
    <message>
        <source>Move a face box</source>
        <translation>Gesichtsrahmen verschieben</translation>
    </message>
</context>
<context>
    <name>Filmstrip</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Open photos and videos</source>
        <translation>Offene Fotos und Videos</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>Eingefügtes Bild</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>edited and saved</source>
        <translation>bearbeitet und gespeichert</translation>
    </message>
    <message>
        <source>edited, not saved in a file yet</source>
        <translation>bearbeitet, noch in keiner Datei gespeichert</translation>
    </message>
    <message>
        <source>not edited</source>
        <translation>nicht bearbeitet</translation>
    </message>
</context>
<context>
    <name>FirstRunDialog</name>
    <message>
        <source>Change an expression, muscle by muscle</source>
        <translation>Ändern Sie einen Ausdruck, Muskel für Muskel</translation>
    </message>
    <message>
        <source>Drop one on the window. A portrait to try things on is already open.</source>
        <translation>Ziehen Sie eines auf das Fenster. Ein Porträt zum Ausprobieren ist schon geöffnet.</translation>
    </message>
    <message>
        <source>Each one moves one part of the face. Or take a preset: keys 1 to 9.</source>
        <translation>Jeder bewegt einen Teil des Gesichts. Oder nehmen Sie eine Vorlage: Tasten 1 bis 9.</translation>
    </message>
    <message>
        <source>Your photos stay here</source>
        <translation>Ihre Fotos bleiben hier</translation>
    </message>
    <message>
        <source>Move a slider</source>
        <translation>Bewegen Sie einen Regler</translation>
    </message>
    <message>
        <source>Open a photo</source>
        <translation>Öffnen Sie ein Foto</translation>
    </message>
    <message>
        <source>Photos are edited on this computer only. Nothing is sent anywhere.</source>
        <translation>Fotos werden nur auf diesem Rechner bearbeitet. Nichts wird irgendwohin gesendet.</translation>
    </message>
    <message>
        <source>See the result</source>
        <translation>Sehen Sie das Ergebnis</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>The masks show where the picture is edited, the bars the measured expression.</source>
        <translation>Die Masken zeigen, wo das Bild bearbeitet ist, die Balken den gemessenen Ausdruck.</translation>
    </message>
    <message>
        <source>Welcome to GANimation Desktop</source>
        <translation>Willkommen bei GANimation Desktop</translation>
    </message>
</context>
<context>
    <name>JobDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>Keeper</name>
    <message>
        <source>Your work could not be kept for the next start: {reason}</source>
        <translation>Ihre Arbeit ließ sich nicht für den nächsten Start aufheben: {reason}</translation>
    </message>
</context>
<context>
    <name>LiveBar</name>
    <message>
        <source>0 % holds the neutral face, 100 % is the face as it is, 200 % doubles every movement.</source>
        <translation>0 % hält das neutrale Gesicht, 100 % ist das Gesicht, wie es ist, 200 % verdoppelt jede Bewegung.</translation>
    </message>
    <message>
        <source>Including faces that appear later; click one to edit only that.</source>
        <translation>Auch Gesichter, die später erscheinen; ein Klick auf eines bearbeitet nur dieses.</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>Every face</source>
        <translation>Alle Gesichter</translation>
    </message>
    <message>
        <source>Length of the recording</source>
        <translation>Länge der Aufnahme</translation>
    </message>
    <message>
        <source>Only face {number}</source>
        <translation>Nur Gesicht {number}</translation>
    </message>
    <message>
        <source>The other faces keep their edit.</source>
        <translation>Die anderen Gesichter behalten ihre Bearbeitung.</translation>
    </message>
    <message>
        <source>Camera picture</source>
        <translation>Kamerabild</translation>
    </message>
    <message>
        <source>Which faces are edited</source>
        <translation>Welche Gesichter bearbeitet werden</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
</context>
<context>
    <name>LiveCameraMode</name>
    <message>
        <source>The faces that these steps are about are not in view.</source>
        <translation>Die Gesichter dieser Schritte sind nicht im Bild.</translation>
    </message>
</context>
<context>
    <name>LiveFeature</name>
    <message>
        <source>The installed face estimator does not read where the eyes look.</source>
        <translation>Der installierte Gesichtsschätzer erkennt nicht, wohin die Augen sehen.</translation>
    </message>
    <message>
        <source>This model cannot turn the eyes: choose another one.</source>
        <translation>Dieses Modell kann die Augen nicht drehen: Wählen Sie ein anderes.</translation>
    </message>
    <message>
        <source>Record the microphone along with the picture</source>
        <translation>Den Ton des Mikrofons mit aufnehmen</translation>
    </message>
</context>
<context>
    <name>LiveModeBox</name>
    <message>
        <source>Add to the face</source>
        <translation>Zum Gesicht hinzufügen</translation>
    </message>
    <message>
        <source>Amplify the face</source>
        <translation>Gesicht verstärken</translation>
    </message>
    <message>
        <source>Exaggerates or weakens the face's own expression.</source>
        <translation>Verstärkt oder schwächt den eigenen Ausdruck des Gesichts.</translation>
    </message>
    <message>
        <source>Hold the expression</source>
        <translation>Ausdruck halten</translation>
    </message>
    <message>
        <source>How the sliders apply to the moving face</source>
        <translation>Wie die Regler auf das bewegte Gesicht wirken</translation>
    </message>
    <message>
        <source>Slider changes are added to the face's own expression.</source>
        <translation>Die Änderungen der Regler kommen zum eigenen Ausdruck des Gesichts hinzu.</translation>
    </message>
    <message>
        <source>The face keeps the expression of the sliders; it may blink.</source>
        <translation>Das Gesicht behält den Ausdruck der Regler; blinzeln darf es.</translation>
    </message>
</context>
<context>
    <name>LiveOutputs</name>
    <message>
        <source>Writing the recording…</source>
        <translation>Die Aufnahme wird geschrieben…</translation>
    </message>
    <message>
        <source>Nothing was recorded.</source>
        <translation>Es wurde nichts aufgenommen.</translation>
    </message>
    <message>
        <source>Other programs can now use the camera {name}.</source>
        <translation>Andere Programme können jetzt die Kamera {name} verwenden.</translation>
    </message>
    <message>
        <source>Recording without sound: {reason}</source>
        <translation>Aufnahme ohne Ton: {reason}</translation>
    </message>
    <message>
        <source>Saved {file}</source>
        <translation>{file} gespeichert</translation>
    </message>
</context>
<context>
    <name>LivePresenter</name>
    <message>
        <source>Frozen</source>
        <translation>Eingefroren</translation>
    </message>
    <message>
        <source>Frozen: {keys} resumes</source>
        <translation>Eingefroren: {keys} setzt fort</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>Das Modell wird geladen…</translation>
    </message>
    <message>
        <source>Look at the camera; the face should be at least 40 pixels wide and not hidden.</source>
        <translation>Schauen Sie in die Kamera; das Gesicht sollte mindestens 40 Pixel breit und nicht verdeckt sein.</translation>
    </message>
    <message>
        <source>No face in view</source>
        <translation>Kein Gesicht zu sehen</translation>
    </message>
    <message>
        <source>No picture from the camera</source>
        <translation>Kein Bild von der Kamera</translation>
    </message>
    <message>
        <source>Opening {camera}…</source>
        <translation>{camera} wird geöffnet…</translation>
    </message>
    <message>
        <source>The camera does not respond</source>
        <translation>Die Kamera reagiert nicht</translation>
    </message>
    <message>
        <source>The model cannot be used</source>
        <translation>Das Modell kann nicht verwendet werden</translation>
    </message>
    <message>
        <source>Unplug it and plug it in again, or choose another one in the Camera menu.</source>
        <translation>Stecken Sie sie aus und wieder ein oder wählen Sie im Menü Kamera eine andere.</translation>
    </message>
    <message>
        <source>{count} frames dropped</source>
        <translation>{count} Bilder ausgelassen</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Action Units</source>
        <translation>Action Units</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>Masken</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>Gesichter</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Exports</source>
        <translation>Exporte</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Messung</translation>
    </message>
</context>
<context>
    <name>MaskHistogram</name>
    <message>
        <source>0 painted</source>
        <translation>0 gemalt</translation>
    </message>
    <message>
        <source>kept 1</source>
        <translation>behalten 1</translation>
    </message>
</context>
<context>
    <name>MaskPane</name>
    <message>
        <source>Copy picture</source>
        <translation>Bild kopieren</translation>
    </message>
    <message>
        <source>Enlarge or restore</source>
        <translation>Vergrößern oder verkleinern</translation>
    </message>
    <message>
        <source>Save as 16-bit PNG…</source>
        <translation>Als 16-Bit-PNG speichern…</translation>
    </message>
    <message>
        <source>Save as 8-bit PNG…</source>
        <translation>Als 8-Bit-PNG speichern…</translation>
    </message>
    <message>
        <source>Save at the photo's size…</source>
        <translation>In der Größe des Fotos speichern…</translation>
    </message>
    <message>
        <source>Show the whole face</source>
        <translation>Ganzes Gesicht zeigen</translation>
    </message>
    <message>
        <source>Actions for this mask</source>
        <translation>Aktionen für diese Maske</translation>
    </message>
    <message>
        <source>{pane}: menu</source>
        <translation>{pane}: Menü</translation>
    </message>
</context>
<context>
    <name>MaskPanes</name>
    <message>
        <source>Attention</source>
        <translation>Attention</translation>
    </message>
    <message>
        <source>Attention {symbol}</source>
        <translation>Attention {symbol}</translation>
    </message>
    <message>
        <source>Bright means kept (A of the paper)</source>
        <translation>Hell heißt behalten (A der Veröffentlichung)</translation>
    </message>
    <message>
        <source>Color mask</source>
        <translation>Farbmaske</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Differenz</translation>
    </message>
    <message>
        <source>Flow</source>
        <translation>Fluss</translation>
    </message>
    <message>
        <source>Where each pixel comes from: hue is the direction, brightness the distance.</source>
        <translation>Woher jedes Pixel stammt: Der Farbton ist die Richtung, die Helligkeit die Entfernung.</translation>
    </message>
    <message>
        <source>How much each pixel of the face changed.</source>
        <translation>Wie sehr sich jedes Pixel des Gesichts geändert hat.</translation>
    </message>
    <message>
        <source>No face yet</source>
        <translation>Noch kein Gesicht</translation>
    </message>
    <message>
        <source>Nothing is edited yet</source>
        <translation>Noch nichts bearbeitet</translation>
    </message>
    <message>
        <source>This model does not move pixels</source>
        <translation>Dieses Modell verschiebt keine Pixel</translation>
    </message>
    <message>
        <source>What the network paints where the attention mask allows it.</source>
        <translation>Was das Netz dort malt, wo die Attention-Maske es zulässt.</translation>
    </message>
    <message>
        <source>Where the network edits the picture.</source>
        <translation>Wo das Netz das Bild bearbeitet.</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>bleibt</translation>
    </message>
    <message>
        <source>painted color</source>
        <translation>gemalte Farbe</translation>
    </message>
    <message>
        <source>where from</source>
        <translation>woher</translation>
    </message>
    <message>
        <source>{percent:.0f} % edited</source>
        <translation>{percent:.0f} % neu</translation>
    </message>
    <message>
        <source>unedited</source>
        <translation>unverändert</translation>
    </message>
</context>
<context>
    <name>MaskPictures</name>
    <message>
        <source>{value:.0f} of 255</source>
        <translation>{value:.0f} von 255</translation>
    </message>
</context>
<context>
    <name>MaskStatistics</name>
    <message>
        <source>Attention mask: mean {mean}; {painted} % of the pixels fully painted, {kept} % fully kept</source>
        <translation>Attention-Maske: Mittelwert {mean}; {painted} % der Pixel ganz gemalt, {kept} % ganz behalten</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;Camera</source>
        <translation>&amp;Kamera</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>&amp;Bedienfelder</translation>
    </message>
    <message>
        <source>&amp;Presets</source>
        <translation>&amp;Vorlagen</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>E&amp;xtras</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>Before | after</source>
        <translation>Vorher | nachher</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>Gesichter</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Vi&amp;deo</source>
        <translation>Vi&amp;deo</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>Tool bar</source>
        <translation>Werkzeugleiste</translation>
    </message>
    <message>
        <source>Pr&amp;otection</source>
        <translation>Schu&amp;tz</translation>
    </message>
    <message>
        <source>Protect</source>
        <translation>Schützen</translation>
    </message>
</context>
<context>
    <name>Microphone</name>
    <message>
        <source>No microphone is connected.</source>
        <translation>Kein Mikrofon ist angeschlossen.</translation>
    </message>
    <message>
        <source>Sound needs QtMultimedia, which cannot be loaded here.</source>
        <translation>Für Ton ist QtMultimedia nötig, das sich hier nicht laden lässt.</translation>
    </message>
    <message>
        <source>The microphone cannot be opened: another program may use it, or the system does not allow it.</source>
        <translation>Das Mikrofon lässt sich nicht öffnen: Vielleicht benutzt es ein anderes Programm, oder das System erlaubt es nicht.</translation>
    </message>
</context>
<context>
    <name>ModelDetails</name>
    <message>
        <source>Architecture</source>
        <translation>Architektur</translation>
    </message>
    <message>
        <source>Conditioning</source>
        <translation>Steuerung</translation>
    </message>
    <message>
        <source>Face crop</source>
        <translation>Gesichtsausschnitt</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>absolute: the target alone</source>
        <translation>absolut: das Ziel allein</translation>
    </message>
    <message>
        <source>added by you</source>
        <translation>von Ihnen hinzugefügt</translation>
    </message>
    <message>
        <source>came with the program</source>
        <translation>liegt dem Programm bei</translation>
    </message>
    <message>
        <source>critic: used in training only</source>
        <translation>Kritiker: nur beim Training verwendet</translation>
    </message>
    <message>
        <source>estimator: finds landmarks and Action Units</source>
        <translation>Schätzer: findet Landmarken und Action Units</translation>
    </message>
    <message>
        <source>generator: changes expressions</source>
        <translation>Generator: ändert Ausdrücke</translation>
    </message>
    <message>
        <source>relative: target minus source</source>
        <translation>relativ: Ziel minus Quelle</translation>
    </message>
    <message>
        <source>Averaged with</source>
        <translation>Gemittelt mit</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>Bearbeitet</translation>
    </message>
    <message>
        <source>Held-out faces</source>
        <translation>Zurückgehaltene Gesichter</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>Stunden</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>Verluste</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Beispiele</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
</context>
<context>
    <name>ModelManagerDialog</name>
    <message>
        <source>Checking {file}…</source>
        <translation>{file} wird geprüft…</translation>
    </message>
    <message>
        <source>Checkpoints ({patterns});;All files (*)</source>
        <translation>Checkpoints ({patterns});;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Copy a checkpoint to your models, or convert one of a published GANimation code; you can also drop a file here</source>
        <translation>Einen Checkpoint zu Ihren Modellen kopieren oder einen eines veröffentlichten GANimation-Codes umwandeln; Sie können auch eine Datei hierher ziehen</translation>
    </message>
    <message>
        <source>Details of the model</source>
        <translation>Angaben zum Modell</translation>
    </message>
    <message>
        <source>Import a model</source>
        <translation>Modell importieren</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Read every weight and check that the program can use it</source>
        <translation>Jedes Gewicht lesen und prüfen, ob das Programm es verwenden kann</translation>
    </message>
    <message>
        <source>Reading the models…</source>
        <translation>Die Modelle werden gelesen…</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>Ordner zeigen</translation>
    </message>
    <message>
        <source>The folder is {folder}</source>
        <translation>Der Ordner ist {folder}</translation>
    </message>
    <message>
        <source>There is no model. Import one to begin.</source>
        <translation>Es gibt kein Modell. Importieren Sie eines, um zu beginnen.</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Verifying {name}…</source>
        <translation>{name} wird geprüft…</translation>
    </message>
    <message>
        <source>{file} was imported.</source>
        <translation>{file} wurde importiert.</translation>
    </message>
    <message>
        <source>{name} (cannot be used)</source>
        <translation>{name} (nicht verwendbar)</translation>
    </message>
    <message>
        <source>{name} (in use)</source>
        <translation>{name} (in Gebrauch)</translation>
    </message>
    <message>
        <source>{name} is valid: {n} weights, SHA-256 {sha256}.</source>
        <translation>{name} ist in Ordnung: {n} Gewichte, SHA-256 {sha256}.</translation>
    </message>
    <message>
        <source>{name} is now in use.</source>
        <translation>{name} wird jetzt verwendet.</translation>
    </message>
</context>
<context>
    <name>OpenController</name>
    <message>
        <source>The result that became the source cannot be read, so the photo is shown as it was before: {reason}</source>
        <translation>Das Ergebnis, das zur Quelle wurde, lässt sich nicht lesen; das Foto wird gezeigt, wie es davor war: {reason}</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Clear this list</source>
        <translation>Diese Liste leeren</translation>
    </message>
    <message>
        <source>Nothing opened yet</source>
        <translation>Noch nichts geöffnet</translation>
    </message>
    <message>
        <source>Open photo or video</source>
        <translation>Foto oder Video öffnen</translation>
    </message>
    <message>
        <source>Photos ({patterns})</source>
        <translation>Fotos ({patterns})</translation>
    </message>
    <message>
        <source>There is no picture on the clipboard.</source>
        <translation>In der Zwischenablage ist kein Bild.</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Photos, videos and projects ({patterns})</source>
        <translation>Fotos, Videos und Projekte ({patterns})</translation>
    </message>
</context>
<context>
    <name>PanelsPresenter</name>
    <message>
        <source>This model cannot turn the eyes: choose another one.</source>
        <translation>Dieses Modell kann die Augen nicht drehen: Wählen Sie ein anderes.</translation>
    </message>
    <message>
        <source>1 face</source>
        <translation>1 Gesicht</translation>
    </message>
    <message>
        <source>Face {number} of {count}</source>
        <translation>Gesicht {number} von {count}</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>Das Modell wird geladen…</translation>
    </message>
    <message>
        <source>Detecting faces…</source>
        <translation>Gesichter werden gesucht…</translation>
    </message>
    <message>
        <source>No face</source>
        <translation>Kein Gesicht</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>Kein Modell</translation>
    </message>
    <message>
        <source>No photo</source>
        <translation>Kein Foto</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>Eingefügtes Bild</translation>
    </message>
    <message>
        <source>The camera moves the face on the photo</source>
        <translation>Die Kamera bewegt das Gesicht auf dem Foto</translation>
    </message>
    <message>
        <source>Face {number}, {count} in view</source>
        <translation>Gesicht {number}, {count} im Bild</translation>
    </message>
</context>
<context>
    <name>PresetBar</name>
    <message>
        <source>Apply mirrored</source>
        <translation>Gespiegelt anwenden</translation>
    </message>
    <message>
        <source>Apply “{name}”</source>
        <translation>„{name}“ anwenden</translation>
    </message>
    <message>
        <source>Delete preset</source>
        <translation>Vorlage löschen</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Previous presets</source>
        <translation>Vorige Vorlagen</translation>
    </message>
    <message>
        <source>Export preset</source>
        <translation>Vorlage exportieren</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>More presets</source>
        <translation>Weitere Vorlagen</translation>
    </message>
    <message>
        <source>Import presets</source>
        <translation>Vorlagen importieren</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>Move left</source>
        <translation>Nach links verschieben</translation>
    </message>
    <message>
        <source>Move right</source>
        <translation>Nach rechts verschieben</translation>
    </message>
    <message>
        <source>Move preset</source>
        <translation>Vorlage verschieben</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>Presets (*.json)</source>
        <translation>Vorlagen (*.json)</translation>
    </message>
    <message>
        <source>Rename preset</source>
        <translation>Vorlage umbenennen</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Save as preset</source>
        <translation>Als Vorlage speichern</translation>
    </message>
    <message>
        <source>Save the expression as a preset</source>
        <translation>Den Ausdruck als Vorlage speichern</translation>
    </message>
    <message>
        <source>Save the expression…</source>
        <translation>Ausdruck speichern…</translation>
    </message>
</context>
<context>
    <name>PresetDialogs</name>
    <message>
        <source>Delete preset</source>
        <translation>Vorlage löschen</translation>
    </message>
    <message>
        <source>Delete the preset “{name}”?</source>
        <translation>Die Vorlage „{name}“ löschen?</translation>
    </message>
    <message>
        <source>Its file is deleted; this cannot be undone.</source>
        <translation>Ihre Datei wird gelöscht; das lässt sich nicht rückgängig machen.</translation>
    </message>
</context>
<context>
    <name>PresetGallery</name>
    <message>
        <source>Presets on this face</source>
        <translation>Vorlagen auf diesem Gesicht</translation>
    </message>
</context>
<context>
    <name>PresetModel</name>
    <message>
        <source>Key {key}</source>
        <translation>Taste {key}</translation>
    </message>
</context>
<context>
    <name>PresetNameDialog</name>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>For example: amused</source>
        <translation>Zum Beispiel: vergnügt</translation>
    </message>
    <message>
        <source>Name of the preset</source>
        <translation>Name der Vorlage</translation>
    </message>
    <message>
        <source>A preset with this name already exists.</source>
        <translation>Eine Vorlage mit diesem Namen gibt es schon.</translation>
    </message>
</context>
<context>
    <name>Projects</name>
    <message>
        <source>Open {file}</source>
        <translation>{file} öffnen</translation>
    </message>
    <message>
        <source>Projects (*.ganimation)</source>
        <translation>Projekte (*.ganimation)</translation>
    </message>
    <message>
        <source>Save project</source>
        <translation>Projekt speichern</translation>
    </message>
    <message>
        <source>Saved {file}</source>
        <translation>{file} gespeichert</translation>
    </message>
    <message>
        <source>project</source>
        <translation>Projekt</translation>
    </message>
</context>
<context>
    <name>ProtectionController</name>
    <message>
        <source>Allow</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>Change only regions</source>
        <translation>Nur Bereiche verändern</translation>
    </message>
    <message>
        <source>Clear the protection</source>
        <translation>Schutz aufheben</translation>
    </message>
    <message>
        <source>Invert the protection</source>
        <translation>Schutz umkehren</translation>
    </message>
    <message>
        <source>Protect</source>
        <translation>Schützen</translation>
    </message>
</context>
<context>
    <name>ReadOut</name>
    <message>
        <source>Measured Action Units</source>
        <translation>Gemessene Action Units</translation>
    </message>
    <message>
        <source>result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>source</source>
        <translation>Quelle</translation>
    </message>
</context>
<context>
    <name>ReadOutModel</name>
    <message>
        <source>Action Unit</source>
        <translation>Action Unit</translation>
    </message>
    <message>
        <source>Bars</source>
        <translation>Balken</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Source {source}, result {result}.</source>
        <translation>Quelle {source}, Ergebnis {result}.</translation>
    </message>
    <message>
        <source>{title}: source {source}, result {result}</source>
        <translation>{title}: Quelle {source}, Ergebnis {result}</translation>
    </message>
</context>
<context>
    <name>RunningJobs</name>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Still running: {jobs}</source>
        <translation>Läuft noch: {jobs}</translation>
    </message>
    <message>
        <source>What is not finished is cancelled; nothing incomplete is left behind.</source>
        <translation>Was nicht fertig ist, wird abgebrochen; Unvollständiges bleibt nicht zurück.</translation>
    </message>
    <message>
        <source>Quit anyway</source>
        <translation>Trotzdem beenden</translation>
    </message>
</context>
<context>
    <name>SampleView</name>
    <message>
        <source>Held-out faces, in columns: {columns}. Double-click to open {file}.</source>
        <translation>Zurückgehaltene Gesichter, in Spalten: {columns}. Ein Doppelklick öffnet {file}.</translation>
    </message>
    <message>
        <source>Held-out faces. Double-click to open {file}.</source>
        <translation>Zurückgehaltene Gesichter. Ein Doppelklick öffnet {file}.</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Beispiele</translation>
    </message>
    <message>
        <source>The first samples appear after a minute of training.</source>
        <translation>Die ersten Beispiele erscheinen nach einer Minute Training.</translation>
    </message>
    <message>
        <source>color</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>bearbeitet</translation>
    </message>
    <message>
        <source>result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>target</source>
        <translation>Ziel</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>&amp;Appearance</source>
        <translation>&amp;Erscheinungsbild</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Sprache</translation>
    </message>
    <message>
        <source>&amp;Teeth</source>
        <translation>&amp;Zähne</translation>
    </message>
    <message>
        <source>Same as system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Graphics card (CUDA)</source>
        <translation>Grafikkarte (CUDA)</translation>
    </message>
    <message>
        <source>Mac graphics (MPS)</source>
        <translation>Mac-Grafik (MPS)</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Networks &amp;run on</source>
        <translation>Netze &amp;laufen auf</translation>
    </message>
    <message>
        <source>Presets, models and logs are in {folder}</source>
        <translation>Vorlagen, Modelle und Protokolle liegen in {folder}</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>Prozessor (CPU)</translation>
    </message>
    <message>
        <source>Set {number}</source>
        <translation>Satz {number}</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>Ordner zeigen</translation>
    </message>
    <message>
        <source>Fastest available</source>
        <translation>Das schnellste verfügbare</translation>
    </message>
    <message>
        <source>The folder is {folder}</source>
        <translation>Der Ordner ist {folder}</translation>
    </message>
    <message>
        <source>This model has no teeth to choose from</source>
        <translation>Dieses Modell hat keine Zähne zur Auswahl</translation>
    </message>
    <message>
        <source>Teeth between opened lips where the photo shows none</source>
        <translation>Zähne zwischen geöffneten Lippen, wo das Foto keine zeigt</translation>
    </message>
    <message>
        <source>Your &amp;data</source>
        <translation>Ihre &amp;Daten</translation>
    </message>
    <message>
        <source>&amp;Size of photos</source>
        <translation>Größe von &amp;Fotos</translation>
    </message>
    <message>
        <source>Folder for the results</source>
        <translation>Ordner für die Ergebnisse</translation>
    </message>
    <message>
        <source>Name &amp;pattern</source>
        <translation>Namens&amp;muster</translation>
    </message>
    <message>
        <source>Results &amp;go to</source>
        <translation>&amp;Ergebnisse nach</translation>
    </message>
    <message>
        <source>next to each photo</source>
        <translation>neben jedem Foto</translation>
    </message>
    <message>
        <source>&amp;Notify me when a long export or training ends</source>
        <translation>Nach langem Export oder Training &amp;benachrichtigen</translation>
    </message>
    <message>
        <source>Only while another program is in use</source>
        <translation>Nur während ein anderes Programm benutzt wird</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Back to the detected value</source>
        <translation>Zurück auf den erkannten Wert</translation>
    </message>
    <message>
        <source>Click its box</source>
        <translation>Klick auf seinen Rahmen</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>Befehle und ihre Tasten</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>Ziehen</translation>
    </message>
    <message>
        <source>Restore the default keys of the selected command</source>
        <translation>Die Standardtasten des ausgewählten Befehls wiederherstellen</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Mouse wheel</source>
        <translation>Mausrad</translation>
    </message>
    <message>
        <source>Move by 0.01</source>
        <translation>Um 0,01 bewegen</translation>
    </message>
    <message>
        <source>Move by 0.1</source>
        <translation>Um 0,1 bewegen</translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation>Das Bild verschieben</translation>
    </message>
    <message>
        <source>New keys of the selected command</source>
        <translation>Neue Tasten des ausgewählten Befehls</translation>
    </message>
    <message>
        <source>New keys</source>
        <translation>Neue Tasten</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Keine Taste</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Search a command or a key</source>
        <translation>Befehl oder Taste suchen</translation>
    </message>
    <message>
        <source>Select a face</source>
        <translation>Ein Gesicht auswählen</translation>
    </message>
    <message>
        <source>Sliders</source>
        <translation>Regler</translation>
    </message>
    <message>
        <source>Type a number</source>
        <translation>Eine Zahl eintippen</translation>
    </message>
    <message>
        <source>Zoom at the pointer</source>
        <translation>Am Zeiger vergrößern</translation>
    </message>
    <message>
        <source>{delete}, double click</source>
        <translation>{delete}, Doppelklick</translation>
    </message>
    <message>
        <source>{keys} is already used by “{command}”.</source>
        <translation>{keys} gehört schon zu „{command}“.</translation>
    </message>
    <message>
        <source>“{command}” changed.</source>
        <translation>„{command}“ geändert.</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>{shown} of {all} fps</source>
        <translation>{shown} von {all} Bildern/s</translation>
    </message>
    <message>
        <source>Faces found in the photo</source>
        <translation>Im Foto gefundene Gesichter</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>The folder is {folder}</source>
        <translation>Der Ordner ist {folder}</translation>
    </message>
    <message>
        <source>Latency from slider to screen, and the slowest stage</source>
        <translation>Verzögerung vom Regler bis zum Bildschirm und die langsamste Stufe</translation>
    </message>
    <message>
        <source>Where the networks run</source>
        <translation>Wo die Netze laufen</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Vergrößerung</translation>
    </message>
    <message>
        <source>preparation</source>
        <translation>Vorbereitung</translation>
    </message>
    <message>
        <source>compositing</source>
        <translation>Zusammensetzen</translation>
    </message>
    <message>
        <source>detection</source>
        <translation>Erkennung</translation>
    </message>
    <message>
        <source>encoder</source>
        <translation>Encoder</translation>
    </message>
    <message>
        <source>generator</source>
        <translation>Generator</translation>
    </message>
    <message>
        <source>landmarks</source>
        <translation>Landmarken</translation>
    </message>
    <message>
        <source>tracking</source>
        <translation>Verfolgung</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
</context>
<context>
    <name>ViewCommands</name>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>Raising the left eyebrow alone: 1 and 2; the rest of the face stays as it is.</source>
        <translation>Allein die linke Augenbraue heben: 1 und 2; der Rest des Gesichts bleibt, wie er ist.</translation>
    </message>
    <message>
        <source>Closing the left eye alone: 45 with 6 and 12; the rest of the face stays as it is.</source>
        <translation>Allein das linke Auge schließen: 45 mit 6 und 12; der Rest des Gesichts bleibt, wie er ist.</translation>
    </message>
    <message>
        <source>Smiling on the left side alone: 12 and 6, which the right side does not show; the rest of the face stays as it is.</source>
        <translation>Lächeln allein auf der linken Seite: 12 und 6, die rechts fehlen; der Rest des Gesichts bleibt, wie er ist.</translation>
    </message>
    <message>
        <source>One brow</source>
        <translation>Eine Braue</translation>
    </message>
    <message>
        <source>Wink</source>
        <translation>Zwinkern</translation>
    </message>
    <message>
        <source>Aa</source>
        <translation>Aa</translation>
    </message>
    <message>
        <source>Closed lips</source>
        <translation>Geschlossene Lippen</translation>
    </message>
    <message>
        <source>Ee</source>
        <translation>Ie</translation>
    </message>
    <message>
        <source>Oo</source>
        <translation>Uu</translation>
    </message>
    <message>
        <source>Smile while speaking</source>
        <translation>Lächeln beim Sprechen</translation>
    </message>
    <message>
        <source>The open mouth of &quot;ah&quot;: 25 and 26. Moves the mouth alone.</source>
        <translation>Der offene Mund von „ah“: 25 und 26. Bewegt allein den Mund.</translation>
    </message>
    <message>
        <source>The wide mouth of &quot;see&quot;: 20 and 25, some 12. Moves the mouth alone.</source>
        <translation>Der breite Mund von „sie“: 20 und 25, etwas 12. Bewegt allein den Mund.</translation>
    </message>
    <message>
        <source>The narrow mouth of &quot;who&quot;, as far as 23, 25 and 26 make it: there is no unit for rounding. Moves the mouth alone.</source>
        <translation>Der schmale Mund von „du“, soweit 23, 25 und 26 ihn formen: Für das Runden gibt es keine Einheit. Bewegt allein den Mund.</translation>
    </message>
    <message>
        <source>The lips of m, b and p, pressed together: 23, some 17. Moves the mouth alone.</source>
        <translation>Die Lippen von m, b und p, aufeinandergepresst: 23, etwas 17. Bewegt allein den Mund.</translation>
    </message>
    <message>
        <source>A smile around parted lips: 12, 25 and 26, some 6 and 10.</source>
        <translation>Ein Lächeln um geöffnete Lippen: 12, 25 und 26, etwas 6 und 10.</translation>
    </message>
    <message>
        <source>Half smile</source>
        <translation>Halbes Lächeln</translation>
    </message>
    <message>
        <source>A closed smile: 12 with a little 6.</source>
        <translation>Ein Lächeln mit geschlossenem Mund: 12 mit etwas 6.</translation>
    </message>
    <message>
        <source>A neutral face: every unit at 0.</source>
        <translation>Ein neutrales Gesicht: jede Action Unit auf 0.</translation>
    </message>
    <message>
        <source>A laugh: 6 + 12 + 25, with a little 7 and 26.</source>
        <translation>Ein Lachen: 6 + 12 + 25, mit etwas 7 und 26.</translation>
    </message>
    <message>
        <source>Anger</source>
        <translation>Wut</translation>
    </message>
    <message>
        <source>Big smile</source>
        <translation>Breites Lächeln</translation>
    </message>
    <message>
        <source>Blink</source>
        <translation>Blinzeln</translation>
    </message>
    <message>
        <source>Brow</source>
        <translation>Augenbrauen</translation>
    </message>
    <message>
        <source>Brow lowerer</source>
        <translation>Brauen senken</translation>
    </message>
    <message>
        <source>Cheek raiser</source>
        <translation>Wangen heben</translation>
    </message>
    <message>
        <source>Chin and lower lip pushed up: 17, with some 15, 23 and 1.</source>
        <translation>Kinn und Unterlippe vorgeschoben: 17, mit etwas 15, 23 und 1.</translation>
    </message>
    <message>
        <source>Chin raiser</source>
        <translation>Kinn heben</translation>
    </message>
    <message>
        <source>Closed eyes: 45; the rest of the face stays as it is.</source>
        <translation>Geschlossene Augen: 45; der Rest des Gesichts bleibt, wie er ist.</translation>
    </message>
    <message>
        <source>Closes both eyes.</source>
        <translation>Schließt beide Augen.</translation>
    </message>
    <message>
        <source>Contempt</source>
        <translation>Verachtung</translation>
    </message>
    <message>
        <source>Dimpler</source>
        <translation>Grübchen</translation>
    </message>
    <message>
        <source>Disgust</source>
        <translation>Ekel</translation>
    </message>
    <message>
        <source>Drops the jaw, so that the mouth falls open.</source>
        <translation>Senkt den Kiefer, sodass der Mund offen steht.</translation>
    </message>
    <message>
        <source>EMFACS: 1 + 2 + 4 + 5 + 7 + 20 + 26; lips parted with 25.</source>
        <translation>EMFACS: 1 + 2 + 4 + 5 + 7 + 20 + 26; Lippen geöffnet mit 25.</translation>
    </message>
    <message>
        <source>EMFACS: 1 + 2 + 5B + 26; a dropped jaw parts the lips, 25.</source>
        <translation>EMFACS: 1 + 2 + 5B + 26; der gesenkte Kiefer öffnet die Lippen, 25.</translation>
    </message>
    <message>
        <source>EMFACS: 1 + 4 + 15.</source>
        <translation>EMFACS: 1 + 4 + 15.</translation>
    </message>
    <message>
        <source>EMFACS: 4 + 5 + 7 + 23.</source>
        <translation>EMFACS: 4 + 5 + 7 + 23.</translation>
    </message>
    <message>
        <source>EMFACS: 6 + 12; lips parted with 25.</source>
        <translation>EMFACS: 6 + 12; Lippen geöffnet mit 25.</translation>
    </message>
    <message>
        <source>EMFACS: 9 + 15 + 17, with some 10 where the upper lip follows the nose.</source>
        <translation>EMFACS: 9 + 15 + 17, mit etwas 10, wo die Oberlippe der Nase folgt.</translation>
    </message>
    <message>
        <source>EMFACS: R12A + R14A on one side; both sides here, because the units are bilateral.</source>
        <translation>EMFACS: R12A + R14A auf einer Seite; hier auf beiden, weil die Action Units beidseitig sind.</translation>
    </message>
    <message>
        <source>Eyebrows drawn together: 4, with some 7 and 15.</source>
        <translation>Zusammengezogene Augenbrauen: 4, mit etwas 7 und 15.</translation>
    </message>
    <message>
        <source>Eyes</source>
        <translation>Augen</translation>
    </message>
    <message>
        <source>Fear</source>
        <translation>Angst</translation>
    </message>
    <message>
        <source>Frown</source>
        <translation>Stirnrunzeln</translation>
    </message>
    <message>
        <source>Gentle smile</source>
        <translation>Sanftes Lächeln</translation>
    </message>
    <message>
        <source>Inner brow raiser</source>
        <translation>Innere Brauen heben</translation>
    </message>
    <message>
        <source>Jaw</source>
        <translation>Kiefer</translation>
    </message>
    <message>
        <source>Jaw drop</source>
        <translation>Kiefer senken</translation>
    </message>
    <message>
        <source>Joy</source>
        <translation>Freude</translation>
    </message>
    <message>
        <source>Lid tightener</source>
        <translation>Lider anspannen</translation>
    </message>
    <message>
        <source>Lifts the cheeks and narrows the eyes, as in a real smile.</source>
        <translation>Hebt die Wangen und verengt die Augen, wie bei einem echten Lächeln.</translation>
    </message>
    <message>
        <source>Lifts the inner ends of the eyebrows, as in sadness or worry.</source>
        <translation>Hebt die inneren Enden der Augenbrauen, wie bei Trauer oder Sorge.</translation>
    </message>
    <message>
        <source>Lifts the middle of the upper lip.</source>
        <translation>Hebt die Mitte der Oberlippe.</translation>
    </message>
    <message>
        <source>Lifts the outer ends of the eyebrows into an arch.</source>
        <translation>Hebt die äußeren Enden der Augenbrauen zu einem Bogen.</translation>
    </message>
    <message>
        <source>Lip corner depressor</source>
        <translation>Mundwinkel senken</translation>
    </message>
    <message>
        <source>Lip corner puller</source>
        <translation>Mundwinkel hochziehen</translation>
    </message>
    <message>
        <source>Lip stretcher</source>
        <translation>Lippen dehnen</translation>
    </message>
    <message>
        <source>Lip tightener</source>
        <translation>Lippen anspannen</translation>
    </message>
    <message>
        <source>Lips part</source>
        <translation>Lippen öffnen</translation>
    </message>
    <message>
        <source>Mouth</source>
        <translation>Mund</translation>
    </message>
    <message>
        <source>Neutral</source>
        <translation>Neutral</translation>
    </message>
    <message>
        <source>Nose and cheeks</source>
        <translation>Nase und Wangen</translation>
    </message>
    <message>
        <source>Nose wrinkler</source>
        <translation>Nase rümpfen</translation>
    </message>
    <message>
        <source>Opens the eyes wide, so that more of the white shows.</source>
        <translation>Öffnet die Augen weit, sodass mehr vom Weißen zu sehen ist.</translation>
    </message>
    <message>
        <source>Outer brow raiser</source>
        <translation>Äußere Brauen heben</translation>
    </message>
    <message>
        <source>Parts the lips.</source>
        <translation>Öffnet die Lippen.</translation>
    </message>
    <message>
        <source>Pout</source>
        <translation>Schmollen</translation>
    </message>
    <message>
        <source>Pulls the corners of the mouth down.</source>
        <translation>Zieht die Mundwinkel nach unten.</translation>
    </message>
    <message>
        <source>Pulls the corners of the mouth up and out: a smile.</source>
        <translation>Zieht die Mundwinkel nach oben und außen: ein Lächeln.</translation>
    </message>
    <message>
        <source>Pulls the eyebrows down and together: a frown.</source>
        <translation>Zieht die Augenbrauen nach unten und zusammen: ein Stirnrunzeln.</translation>
    </message>
    <message>
        <source>Pushes the chin and the lower lip up.</source>
        <translation>Schiebt Kinn und Unterlippe nach oben.</translation>
    </message>
    <message>
        <source>Sadness</source>
        <translation>Trauer</translation>
    </message>
    <message>
        <source>Stretches the mouth sideways, as in fear.</source>
        <translation>Zieht den Mund in die Breite, wie bei Angst.</translation>
    </message>
    <message>
        <source>Surprise</source>
        <translation>Überraschung</translation>
    </message>
    <message>
        <source>Tightens and narrows the lips, as in anger.</source>
        <translation>Presst die Lippen zusammen, wie bei Wut.</translation>
    </message>
    <message>
        <source>Tightens the corners of the mouth inwards, making dimples.</source>
        <translation>Zieht die Mundwinkel nach innen, sodass Grübchen entstehen.</translation>
    </message>
    <message>
        <source>Tightens the eyelids into a squint.</source>
        <translation>Spannt die Lider an, wie beim Zusammenkneifen der Augen.</translation>
    </message>
    <message>
        <source>Upper lid raiser</source>
        <translation>Oberlider heben</translation>
    </message>
    <message>
        <source>Upper lip raiser</source>
        <translation>Oberlippe heben</translation>
    </message>
    <message>
        <source>Wrinkles the nose and lifts the nostrils, as in disgust.</source>
        <translation>Legt die Nase in Falten und hebt die Nasenflügel, wie bei Ekel.</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Click to seek, drag to move, double-click in the lane to add a keyframe</source>
        <translation>Klicken springt dorthin, Ziehen verschiebt; ein Doppelklick in der Spur fügt einen Keyframe hinzu</translation>
    </message>
    <message>
        <source>Keyframe at {time}: drag to move it</source>
        <translation>Keyframe bei {time}: zum Verschieben ziehen</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
</context>
<context>
    <name>Training</name>
    <message>
        <source>Stopped early at {steps}</source>
        <translation>Vorzeitig beendet bei {steps}</translation>
    </message>
    <message>
        <source>Stopping after this step, then saving…</source>
        <translation>Endet nach diesem Schritt, dann wird gespeichert…</translation>
    </message>
    <message>
        <source>Error: </source>
        <translation>Fehler: </translation>
    </message>
    <message>
        <source>Finished: {steps}</source>
        <translation>Fertig: {steps}</translation>
    </message>
    <message>
        <source>First step running, {time} so far</source>
        <translation>Der erste Schritt läuft, bisher {time}</translation>
    </message>
    <message>
        <source>If this persists, stop this training and start another with a higher loss weight {weight} under “Further settings”.</source>
        <translation>Bleibt das so, beenden Sie dieses Training und beginnen Sie ein neues mit einem höheren Gewicht {weight} unter „Weitere Einstellungen“.</translation>
    </message>
    <message>
        <source>If this persists, stop this training and start another with a lower loss weight {weight} under “Further settings”.</source>
        <translation>Bleibt das so, beenden Sie dieses Training und beginnen Sie ein neues mit einem niedrigeren Gewicht {weight} unter „Weitere Einstellungen“.</translation>
    </message>
    <message>
        <source>It can keep running, even when the program is closed. This window finds it again.</source>
        <translation>Es kann allein weiterlaufen, auch wenn das Programm geschlossen ist. Dieses Fenster findet es wieder.</translation>
    </message>
    <message>
        <source>Keep it running</source>
        <translation>Weiterlaufen lassen</translation>
    </message>
    <message>
        <source>Detecting faces in the photos: {made} found in {count} files so far</source>
        <translation>Gesichter werden gesucht: bisher {made} in {count} Dateien gefunden</translation>
    </message>
    <message>
        <source>Nothing has been learned yet.</source>
        <translation>Noch ist nichts gelernt.</translation>
    </message>
    <message>
        <source>Pause it</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Paused at {steps}</source>
        <translation>Angehalten bei {steps}</translation>
    </message>
    <message>
        <source>Pausing after this step, then saving…</source>
        <translation>Pause nach diesem Schritt, dann wird gespeichert…</translation>
    </message>
    <message>
        <source>Starting and reading the pictures…</source>
        <translation>Das Training beginnt und liest die Bilder…</translation>
    </message>
    <message>
        <source>The attention mask is 0 nearly everywhere, so the whole picture is repainted.</source>
        <translation>Die Attention-Maske ist fast überall 0, das ganze Bild wird also neu gemalt.</translation>
    </message>
    <message>
        <source>The attention mask is 1 nearly everywhere, so nothing is edited.</source>
        <translation>Die Attention-Maske ist fast überall 1, es wird also nichts bearbeitet.</translation>
    </message>
    <message>
        <source>Last time a step took {time}.</source>
        <translation>Beim letzten Mal dauerte ein Schritt {time}.</translation>
    </message>
    <message>
        <source>The time per step is known after the first one: less than a second with a GPU, up to some minutes without.</source>
        <translation>Wie lange ein Schritt dauert, zeigt der erste: mit GPU unter einer Sekunde, ohne bis zu einigen Minuten.</translation>
    </message>
    <message>
        <source>This is enough for about {count} steps.</source>
        <translation>Das reicht für etwa {count} Schritte.</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>Modell trainieren</translation>
    </message>
    <message>
        <source>Warning: </source>
        <translation>Warnung: </translation>
    </message>
    <message>
        <source>ended</source>
        <translation>beendet</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>preparing the photos</source>
        <translation>bereitet die Fotos vor</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>beginnt</translation>
    </message>
    <message>
        <source>step {step}</source>
        <translation>Schritt {step}</translation>
    </message>
    <message>
        <source>step {step} of {total}</source>
        <translation>Schritt {step} von {total}</translation>
    </message>
    <message>
        <source>stopping after this step</source>
        <translation>hält nach diesem Schritt an</translation>
    </message>
    <message>
        <source>training</source>
        <translation>trainiert</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} s</translation>
    </message>
    <message>
        <source>{steps}, {speed} images per second, about {time} left</source>
        <translation>{steps}, {speed} Bilder pro Sekunde, noch etwa {time}</translation>
    </message>
    <message>
        <source>“{name}” is being trained.</source>
        <translation>„{name}“ wird gerade trainiert.</translation>
    </message>
</context>
<context>
    <name>TrainingDialog</name>
    <message>
        <source>Add it to your models and use it from now on</source>
        <translation>Zu Ihren Modellen hinzufügen und von jetzt an verwenden</translation>
    </message>
    <message>
        <source>Add to my models</source>
        <translation>Zu meinen Modellen</translation>
    </message>
    <message>
        <source>Checking the model…</source>
        <translation>Prüft das Modell…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Delete the training “{name}”?</source>
        <translation>Das Training „{name}“ löschen?</translation>
    </message>
    <message>
        <source>Delete training</source>
        <translation>Training löschen</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Stop the training early and keep the model of the last step</source>
        <translation>Das Training vorzeitig beenden und das Modell des letzten Schritts behalten</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Its curves, samples and model are removed; this cannot be undone. Models that you added stay.</source>
        <translation>Seine Kurven, Beispiele und sein Modell werden entfernt; das lässt sich nicht rückgängig machen. Modelle, die Sie hinzugefügt haben, bleiben.</translation>
    </message>
    <message>
        <source>New training…</source>
        <translation>Neues Training…</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>Ordner zeigen</translation>
    </message>
    <message>
        <source>The folder is {folder}</source>
        <translation>Der Ordner ist {folder}</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>Modell trainieren</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Training needs the Python module {library}, which is not installed; `pip install 'ganimation-desktop[train]'` installs it.</source>
        <translation>Das Training braucht das Python-Modul {library}, das nicht installiert ist; `pip install 'ganimation-desktop[train]'` installiert es.</translation>
    </message>
    <message>
        <source>Use it now</source>
        <translation>Jetzt verwenden</translation>
    </message>
    <message>
        <source>{name} ({state})</source>
        <translation>{name} ({state})</translation>
    </message>
    <message>
        <source>{name} was added to your models.</source>
        <translation>{name} wurde zu Ihren Modellen hinzugefügt.</translation>
    </message>
    <message>
        <source>{name} is now in use.</source>
        <translation>{name} wird jetzt verwendet.</translation>
    </message>
    <message>
        <source>This app does not include the training libraries; to train, install the program with pip, Python's installer.</source>
        <translation>Diese App enthält die Trainingsbibliotheken nicht; installieren Sie das Programm zum Trainieren mit pip, dem Installer von Python.</translation>
    </message>
</context>
<context>
    <name>TrainingMonitor</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Skipped files</source>
        <translation>Übersprungene Dateien</translation>
    </message>
    <message>
        <source>Skipped files ({count})</source>
        <translation>Übersprungene Dateien ({count})</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Meldungen</translation>
    </message>
    <message>
        <source>Messages and skipped files</source>
        <translation>Meldungen und übersprungene Dateien</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Output of the process</source>
        <translation>Ausgabe des Prozesses</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
</context>
<context>
    <name>TrainingSetup</name>
    <message>
        <source>A quotation mark is missing in the further settings.</source>
        <translation>In den weiteren Einstellungen fehlt ein Anführungszeichen.</translation>
    </message>
    <message>
        <source>A training folder: {count} faces with one expression each</source>
        <translation>Ein Trainingsordner: {count} Gesichter mit je einem Ausdruck</translation>
    </message>
    <message>
        <source>A training folder: {count} faces with several expressions each</source>
        <translation>Ein Trainingsordner: {count} Gesichter mit je mehreren Ausdrücken</translation>
    </message>
    <message>
        <source>Arguments of the command “ganimation train”; “ganimation train --help” lists them</source>
        <translation>Argumente des Befehls „ganimation train“; „ganimation train --help“ nennt sie</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Face estimator</source>
        <translation>Gesichtsschätzer</translation>
    </message>
    <message>
        <source>Further settings</source>
        <translation>Weitere Einstellungen</translation>
    </message>
    <message>
        <source>GANimation as published</source>
        <translation>GANimation wie veröffentlicht</translation>
    </message>
    <message>
        <source>Generator, from pairs</source>
        <translation>Generator, aus Paaren</translation>
    </message>
    <message>
        <source>Generator, from pairs and a critic</source>
        <translation>Generator, aus Paaren und mit Kritiker</translation>
    </message>
    <message>
        <source>Refines a trained generator: a critic makes its edits look more like photographs. Slow without a GPU.</source>
        <translation>Verfeinert einen trainierten Generator: Ein Kritiker macht das Ergebnis fotoähnlicher. Ohne GPU langsam.</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>NVIDIA graphics card</source>
        <translation>NVIDIA-Grafikkarte</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Training pictures</source>
        <translation>Trainingsbilder</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>Ausgangspunkt</translation>
    </message>
    <message>
        <source>The network learns from pictures on this computer; nothing leaves it. The training is a separate program: you can keep editing, and close this window.</source>
        <translation>Das Netz lernt aus Bildern auf diesem Rechner; nichts verlässt ihn. Das Training ist ein eigenes Programm: Sie können weiterarbeiten und dieses Fenster schließen.</translation>
    </message>
    <message>
        <source>The network that reads landmarks and Action Units. It needs pictures whose Action Units are known.</source>
        <translation>Das Netz, das Landmarken und Action Units liest. Es braucht Bilder, deren Action Units bekannt sind.</translation>
    </message>
    <message>
        <source>The published network and losses, from photos alone. It needs thousands of faces and a GPU for hours.</source>
        <translation>Netz und Verluste wie veröffentlicht, allein aus Fotos. Braucht Tausende Gesichter und stundenlang eine GPU.</translation>
    </message>
    <message>
        <source>The training needs a name.</source>
        <translation>Das Training braucht einen Namen.</translation>
    </message>
    <message>
        <source>As for the generator that came with the program: pictures of each face with two expressions. Fastest.</source>
        <translation>Wie beim mitgelieferten Generator: je zwei Bilder eines Gesichts mit verschiedenem Ausdruck. Am schnellsten.</translation>
    </message>
    <message>
        <source>A training with this name already exists.</source>
        <translation>Ein Training mit diesem Namen gibt es schon.</translation>
    </message>
    <message>
        <source>This recipe needs a training folder that shows each face with several expressions.</source>
        <translation>Dieses Rezept braucht einen Trainingsordner, der jedes Gesicht mit mehreren Ausdrücken zeigt.</translation>
    </message>
    <message>
        <source>This recipe needs a training folder; the Action Units of photos are only estimated.</source>
        <translation>Dieses Rezept braucht einen Trainingsordner; die Action Units von Fotos sind nur geschätzt.</translation>
    </message>
    <message>
        <source>Train on</source>
        <translation>Trainieren auf</translation>
    </message>
    <message>
        <source>Unit of the length</source>
        <translation>Einheit der Dauer</translation>
    </message>
    <message>
        <source>a folder of photos, or a training folder</source>
        <translation>ein Ordner mit Fotos oder ein Trainingsordner</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>Minuten</translation>
    </message>
    <message>
        <source>processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>scratch</source>
        <translation>von Grund auf</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>the weights that came with the program</source>
        <translation>mitgelieferte Gewichte</translation>
    </message>
    <message>
        <source>training {number}</source>
        <translation>Training {number}</translation>
    </message>
    <message>
        <source>{count} photos. Their faces are cut out and measured first; those that cannot be used are listed with the reason.</source>
        <translation>{count} Fotos. Zuerst werden ihre Gesichter ausgeschnitten und vermessen; unbrauchbare werden mit dem Grund aufgelistet.</translation>
    </message>
</context>
<context>
    <name>VideoBar</name>
    <message>
        <source>0 holds the neutral face, 1 is the face as it is, 2 doubles every movement.</source>
        <translation>0 hält das neutrale Gesicht, 1 ist das Gesicht, wie es ist, 2 verdoppelt jede Bewegung.</translation>
    </message>
    <message>
        <source>All faces</source>
        <translation>Alle Gesichter</translation>
    </message>
    <message>
        <source>Ease in</source>
        <translation>Sanft beginnen</translation>
    </message>
    <message>
        <source>Ease in and out</source>
        <translation>Sanft beginnen und enden</translation>
    </message>
    <message>
        <source>Ease out</source>
        <translation>Sanft enden</translation>
    </message>
    <message>
        <source>Strength of the face's own expression</source>
        <translation>Stärke des eigenen Ausdrucks</translation>
    </message>
    <message>
        <source>Interpolation to the next keyframe</source>
        <translation>Übergang zum nächsten Keyframe</translation>
    </message>
    <message>
        <source>Largest face</source>
        <translation>Größtes Gesicht</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>Linear</translation>
    </message>
    <message>
        <source>Current time and length of the video</source>
        <translation>Aktuelle Zeit und Länge des Videos</translation>
    </message>
    <message>
        <source>Which faces are edited</source>
        <translation>Welche Gesichter bearbeitet werden</translation>
    </message>
</context>
<context>
    <name>VideoMode</name>
    <message>
        <source>There is no face in this frame that could be the neutral baseline.</source>
        <translation>In diesem Bild ist kein Gesicht, das als neutral gelten könnte.</translation>
    </message>
</context>
<context>
    <name>VideoExportDialog</name>
    <message>
        <source>Best</source>
        <translation>Beste</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Copy unchanged</source>
        <translation>Unverändert übernehmen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export video</source>
        <translation>Video exportieren</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Give the file a name.</source>
        <translation>Geben Sie der Datei einen Namen.</translation>
    </message>
    <message>
        <source>High: visually lossless</source>
        <translation>Hoch: kein sichtbarer Unterschied</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Weglassen</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Abschnitt</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Replace the existing file</source>
        <translation>Die vorhandene Datei ersetzen</translation>
    </message>
    <message>
        <source>Small file</source>
        <translation>Kleine Datei</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>The file states that a trained model edited it (IPTC: compositeWithTrainedAlgorithmicMedia).</source>
        <translation>Die Datei gibt an, dass ein trainiertes Modell sie bearbeitet hat (IPTC: compositeWithTrainedAlgorithmicMedia).</translation>
    </message>
    <message>
        <source>The folder {folder} does not exist.</source>
        <translation>Den Ordner {folder} gibt es nicht.</translation>
    </message>
    <message>
        <source>The name must end in {endings}.</source>
        <translation>Der Name muss auf {endings} enden.</translation>
    </message>
    <message>
        <source>The part {span}</source>
        <translation>Der Abschnitt {span}</translation>
    </message>
    <message>
        <source>The video has none</source>
        <translation>Das Video hat keinen</translation>
    </message>
    <message>
        <source>This is the open video itself: give another name.</source>
        <translation>Das ist das geöffnete Video selbst: Geben Sie einen anderen Namen an.</translation>
    </message>
    <message>
        <source>Videos ({patterns})</source>
        <translation>Videos ({patterns})</translation>
    </message>
    <message>
        <source>Whole video, {duration}</source>
        <translation>Ganzes Video, {duration}</translation>
    </message>
    <message>
        <source>{file} exists already: give another name, or replace it.</source>
        <translation>{file} gibt es schon: Geben Sie einen anderen Namen an oder ersetzen Sie sie.</translation>
    </message>
    <message>
        <source>{width} × {height}, with the original frame times; the video itself is not changed.</source>
        <translation>{width} × {height}, mit den ursprünglichen Zeiten der Bilder; das Video selbst wird nicht geändert.</translation>
    </message>
    <message>
        <source>{file} will be written by an export that is waiting: give another name.</source>
        <translation>{file} wird von einem wartenden Export geschrieben: Geben Sie einen anderen Namen an.</translation>
    </message>
</context>
<context>
    <name>VideoFeature</name>
    <message>
        <source>{file} has keyframes for a video: open the video first.</source>
        <translation>{file} enthält Keyframes für ein Video: Öffnen Sie zuerst das Video.</translation>
    </message>
    <message>
        <source>This model cannot turn the eyes: choose another one.</source>
        <translation>Dieses Modell kann die Augen nicht bewegen: Wählen Sie ein anderes.</translation>
    </message>
</context>
<context>
    <name>VideoKeyframes</name>
    <message numerus="yes">
        <source>%n keyframe(s) from {file}</source>
        <translation>
            <numerusform>%n Keyframe aus {file}</numerusform>
            <numerusform>%n Keyframes aus {file}</numerusform>
        </translation>
    </message>
    <message>
        <source>Add keyframe</source>
        <translation>Keyframe hinzufügen</translation>
    </message>
    <message>
        <source>Change easing</source>
        <translation>Übergang ändern</translation>
    </message>
    <message>
        <source>Delete all keyframes</source>
        <translation>Alle Keyframes löschen</translation>
    </message>
    <message>
        <source>Delete keyframe</source>
        <translation>Keyframe löschen</translation>
    </message>
    <message>
        <source>Keyframes (*.json)</source>
        <translation>Keyframes (*.json)</translation>
    </message>
    <message>
        <source>Keyframes and AU tables (*.json *.csv)</source>
        <translation>Keyframes und AU-Tabellen (*.json *.csv)</translation>
    </message>
    <message>
        <source>Move keyframe</source>
        <translation>Keyframe verschieben</translation>
    </message>
    <message>
        <source>Open keyframes</source>
        <translation>Keyframes öffnen</translation>
    </message>
    <message>
        <source>Save keyframes</source>
        <translation>Keyframes speichern</translation>
    </message>
    <message>
        <source>Saved {file}</source>
        <translation>{file} gespeichert</translation>
    </message>
</context>
<context>
    <name>VideoPersons</name>
    <message>
        <source>Not in this frame</source>
        <translation>Nicht in diesem Bild</translation>
    </message>
    <message>
        <source>Choose “All faces” below the video to edit it, too</source>
        <translation>„Alle Gesichter“ unter dem Video wählen, um auch dieses zu bearbeiten</translation>
    </message>
</context>
<context>
    <name>VideoPresenter</name>
    <message>
        <source>Go to a frame with a face seen from the front, at least 40 pixels wide and not hidden.</source>
        <translation>Gehen Sie zu einem Bild mit einem Gesicht von vorn, mindestens 40 Pixel breit und nicht verdeckt.</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>Das Modell wird geladen…</translation>
    </message>
    <message>
        <source>No face in this frame</source>
        <translation>Kein Gesicht in diesem Bild</translation>
    </message>
    <message>
        <source>The video cannot be edited</source>
        <translation>Das Video kann nicht bearbeitet werden</translation>
    </message>
</context>
<context>
    <name>SideBar</name>
    <message>
        <source>Copy the left side to the right</source>
        <translation>Linke Seite auf die rechte kopieren</translation>
    </message>
    <message>
        <source>Copy the right side to the left</source>
        <translation>Rechte Seite auf die linke kopieren</translation>
    </message>
    <message>
        <source>Mirror the expression</source>
        <translation>Ausdruck spiegeln</translation>
    </message>
    <message>
        <source>Mirror: exchange the left and the right side</source>
        <translation>Spiegeln: linke und rechte Seite tauschen</translation>
    </message>
    <message>
        <source>The sliders move the person's own right side: left in the picture</source>
        <translation>Die Regler bewegen die eigene rechte Seite der Person: links im Bild</translation>
    </message>
    <message>
        <source>The sliders move the person's own left side: right in the picture</source>
        <translation>Die Regler bewegen die eigene linke Seite der Person: rechts im Bild</translation>
    </message>
    <message>
        <source>The sliders move both sides of the face</source>
        <translation>Die Regler bewegen beide Seiten des Gesichts</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Rechts</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Beide</translation>
    </message>
</context>
<context>
    <name>GazePad</name>
    <message>
        <source>{x} to the right, {y} up</source>
        <translation>{x} nach rechts, {y} nach oben</translation>
    </message>
    <message>
        <source>Drag or use the arrow keys to turn the eyes. Double-click to restore the gaze of the photo.</source>
        <translation>Ziehen oder die Pfeiltasten drehen die Augen. Ein Doppelklick stellt den Blick des Fotos wieder her.</translation>
    </message>
    <message>
        <source>Gaze</source>
        <translation>Blick</translation>
    </message>
</context>
<context>
    <name>FaceList</name>
    <message>
        <source>Faces</source>
        <translation>Gesichter</translation>
    </message>
    <message>
        <source>Face {number}</source>
        <translation>Gesicht {number}</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>bearbeitet</translation>
    </message>
    <message>
        <source>not edited</source>
        <translation>nicht bearbeitet</translation>
    </message>
    <message>
        <source>&amp;Remove face</source>
        <translation>Gesicht &amp;entfernen</translation>
    </message>
    <message>
        <source>Remove this face box; Undo brings it back</source>
        <translation>Dieses Gesicht entfernen; Rückgängig holt es zurück</translation>
    </message>
</context>
<context>
    <name>FacesPresenter</name>
    <message>
        <source>No face. In a photo you can draw a box around one.</source>
        <translation>Kein Gesicht. In einem Foto können Sie einen Rahmen um eines ziehen.</translation>
    </message>
    <message>
        <source>No face</source>
        <translation>Kein Gesicht</translation>
    </message>
    <message>
        <source>Remove a face</source>
        <translation>Gesicht entfernen</translation>
    </message>
</context>
<context>
    <name>DockLayout</name>
    <message>
        <source>Panels</source>
        <translation>Bereiche</translation>
    </message>
</context>
<context>
    <name>EyeContactSlider</name>
    <message>
        <source>Eye contact</source>
        <translation>Blickkontakt</translation>
    </message>
    <message>
        <source>Turns the eyes towards the camera. It fades out for eyes that look far away, and during blinks.</source>
        <translation>Dreht die Augen zur Kamera. Die Wirkung klingt bei Augen ab, die weit wegsehen, und beim Blinzeln.</translation>
    </message>
</context>
<context>
    <name>BatchOutput</name>
    <message>
        <source>Folder for the results</source>
        <translation>Ordner für die Ergebnisse</translation>
    </message>
    <message>
        <source>Name pattern</source>
        <translation>Namensmuster</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>next to each photo</source>
        <translation>neben jedem Foto</translation>
    </message>
</context>
<context>
    <name>ExportContents</name>
    <message>
        <source>A small file (JSON) next to the result: opening it restores the photo with all slider values</source>
        <translation>Eine kleine Datei (JSON) neben dem Ergebnis: Wer sie öffnet, erhält das Foto mit allen Reglerwerten zurück</translation>
    </message>
    <message>
        <source>A table with OpenFace&apos;s column names, as CSV</source>
        <translation>Eine Tabelle mit den Spaltennamen von OpenFace, als CSV</translation>
    </message>
    <message>
        <source>Action Units</source>
        <translation>Action Units</translation>
    </message>
    <message>
        <source>Attention (8 and 16 bits) and color mask of each face, as PNG</source>
        <translation>Attention (8 und 16 Bit) und Farbmaske jedes Gesichts, als PNG</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>Vorher und nachher</translation>
    </message>
    <message>
        <source>Both side by side in one picture</source>
        <translation>Beide nebeneinander in einem Bild</translation>
    </message>
    <message>
        <source>Edited photo</source>
        <translation>Bearbeitetes Foto</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>Masken</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>This picture was pasted or edited before: there is no file that a recipe could open.</source>
        <translation>Dieses Bild wurde eingefügt oder schon bearbeitet: Es gibt keine Datei, die ein Rezept öffnen könnte.</translation>
    </message>
    <message>
        <source>With the photo&apos;s depth, color profile and EXIF data</source>
        <translation>Mit Farbtiefe, Farbprofil und EXIF-Daten des Fotos</translation>
    </message>
</context>
<context>
    <name>FolderField</name>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>The folder {folder} does not exist.</source>
        <translation>Den Ordner {folder} gibt es nicht.</translation>
    </message>
</context>
<context>
    <name>NamePatternField</name>
    <message>
        <source>A brace has no partner: fields are written as {name}.</source>
        <translation>Zu einer Klammer fehlt die zweite: Felder schreibt man wie {name}.</translation>
    </message>
    <message>
        <source>Example: {file}</source>
        <translation>Beispiel: {file}</translation>
    </message>
    <message>
        <source>File names cannot contain {detail}.</source>
        <translation>Dateinamen können {detail} nicht enthalten.</translation>
    </message>
    <message>
        <source>File names should not begin or end with a dot.</source>
        <translation>Dateinamen sollten nicht mit einem Punkt beginnen oder enden.</translation>
    </message>
    <message>
        <source>Give a pattern for the names, such as {name}-edited.</source>
        <translation>Geben Sie ein Muster für die Namen an, zum Beispiel {name}-edited.</translation>
    </message>
    <message>
        <source>Insert a field</source>
        <translation>Feld einfügen</translation>
    </message>
    <message>
        <source>Name pattern</source>
        <translation>Namensmuster</translation>
    </message>
    <message>
        <source>The pattern is too long.</source>
        <translation>Das Muster ist zu lang.</translation>
    </message>
    <message>
        <source>There is no field {detail}, but {fields}.</source>
        <translation>Ein Feld {detail} gibt es nicht, aber {fields}.</translation>
    </message>
    <message>
        <source>{field}: a number, counted up</source>
        <translation>{field}: eine fortlaufende Nummer</translation>
    </message>
    <message>
        <source>{field}: name of the photo or video</source>
        <translation>{field}: Name des Fotos oder Videos</translation>
    </message>
    <message>
        <source>{field}: name of the preset</source>
        <translation>{field}: Name der Vorlage</translation>
    </message>
    <message>
        <source>{field}: today&apos;s date</source>
        <translation>{field}: das heutige Datum</translation>
    </message>
</context>
<context>
    <name>SizeField</name>
    <message>
        <source>As the photo</source>
        <translation>Wie das Foto</translation>
    </message>
    <message>
        <source>Enlarge smaller ones</source>
        <translation>Kleinere vergrößern</translation>
    </message>
    <message>
        <source>Longest side</source>
        <translation>Längste Seite</translation>
    </message>
    <message>
        <source>Otherwise a photo whose longest side is shorter keeps its size.</source>
        <translation>Sonst behält ein Foto, dessen längste Seite kürzer ist, seine Größe.</translation>
    </message>
    <message>
        <source>Percentage</source>
        <translation>Prozent</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Size in pixels or percent</source>
        <translation>Größe in Pixeln oder Prozent</translation>
    </message>
</context>
<context>
    <name>StepList</name>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>As opened</source>
        <translation>Wie geöffnet</translation>
    </message>
</context>
<context>
    <name>SnapshotList</name>
    <message>
        <source>Snapshots</source>
        <translation>Gemerkte Stände</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>&amp;Umbenennen</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>{name}: click to show it, F2 to rename it</source>
        <translation>{name}: Klicken zeigt ihn, F2 benennt ihn um</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>Snapshots</source>
        <translation>Stände</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
</context>
<context>
    <name>Stacks</name>
    <message>
        <source>The photo of this step is being read.</source>
        <translation>Das Foto zu diesem Schritt wird gelesen.</translation>
    </message>
    <message>
        <source>The history ends at a picture that cannot be read: {reason}</source>
        <translation>Der Verlauf endet an einem Bild, das sich nicht lesen lässt: {reason}</translation>
    </message>
</context>
<context>
    <name>Snapshots</name>
    <message>
        <source>Snapshot {name}</source>
        <translation>Stand {name}</translation>
    </message>
    <message>
        <source>Delete the snapshot “{name}”?</source>
        <translation>Den Stand „{name}“ löschen?</translation>
    </message>
    <message>
        <source>Delete snapshot</source>
        <translation>Stand löschen</translation>
    </message>
    <message>
        <source>This cannot be undone.</source>
        <translation>Das kann nicht rückgängig gemacht werden.</translation>
    </message>
</context>
<context>
    <name>GridDialog</name>
    <message>
        <source>Grid</source>
        <translation>Raster</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
</context>
<context>
    <name>GridForm</name>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Choose at least one row.</source>
        <translation>Wählen Sie mindestens eine Zeile.</translation>
    </message>
    <message>
        <source>Give the file a name.</source>
        <translation>Geben Sie der Datei einen Namen.</translation>
    </message>
    <message>
        <source>The name must end in {endings}.</source>
        <translation>Der Name muss auf {endings} enden.</translation>
    </message>
    <message>
        <source>The folder {folder} does not exist.</source>
        <translation>Der Ordner {folder} existiert nicht.</translation>
    </message>
    <message>
        <source>{file} exists already: give another name, or replace it.</source>
        <translation>{file} gibt es schon: Geben Sie einen anderen Namen an, oder ersetzen Sie die Datei.</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>Action Units, each alone</source>
        <translation>Action Units, jede für sich</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>Action Units</source>
        <translation>Action Units</translation>
    </message>
    <message>
        <source>Strengths</source>
        <translation>Stärken</translation>
    </message>
    <message>
        <source>How much of each, from 0 to 1, with commas between</source>
        <translation>Wie viel von jedem, von 0 bis 1, mit Kommas dazwischen</translation>
    </message>
    <message>
        <source>Further photos</source>
        <translation>Weitere Fotos</translation>
    </message>
    <message>
        <source>With further photos, every photo is a row, and the rows chosen above become the columns.</source>
        <translation>Mit weiteren Fotos ist jedes Foto eine Zeile, und die oben gewählten Zeilen werden zu Spalten.</translation>
    </message>
    <message>
        <source>Add photos…</source>
        <translation>Fotos hinzufügen…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Second model</source>
        <translation>Zweites Modell</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keines</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <source>the face alone</source>
        <translation>nur das Gesicht</translation>
    </message>
    <message>
        <source>the whole photo</source>
        <translation>das ganze Foto</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Side of a cell</source>
        <translation>Seite einer Zelle</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Replace the file if it exists</source>
        <translation>Die Datei ersetzen, wenn es sie gibt</translation>
    </message>
    <message>
        <source>Photos ({patterns})</source>
        <translation>Fotos ({patterns})</translation>
    </message>
    <message>
        <source>Add photos</source>
        <translation>Fotos hinzufügen</translation>
    </message>
    <message>
        <source>Pictures ({patterns})</source>
        <translation>Bilder ({patterns})</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>Raster</translation>
    </message>
</context>
<context>
    <name>AnimationExport</name>
    <message>
        <source>Saved {file}</source>
        <translation>{file} gespeichert</translation>
    </message>
    <message>
        <source>{done} of {count} frames</source>
        <translation>{done} von {count} Bildern</translation>
    </message>
</context>
<context>
    <name>BatchExport</name>
    <message numerus="yes">
        <source>%n photo(s): {expression}</source>
        <translation>
            <numerusform>%n Foto: {expression}</numerusform>
            <numerusform>%n Fotos: {expression}</numerusform>
        </translation>
    </message>
    <message>
        <source>, cancelled</source>
        <translation>, abgebrochen</translation>
    </message>
    <message>
        <source>, {count} failed</source>
        <translation>, {count} fehlgeschlagen</translation>
    </message>
    <message>
        <source>{done} of {count} photos, about {seconds} s left</source>
        <translation>{done} von {count} Fotos, noch etwa {seconds} s</translation>
    </message>
    <message>
        <source>{written} of {count} photos saved</source>
        <translation>{written} von {count} Fotos gespeichert</translation>
    </message>
</context>
<context>
    <name>ExportItem</name>
    <message>
        <source>Cancelled; nothing was saved.</source>
        <translation>Abgebrochen; nichts wurde gespeichert.</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>Wird abgebrochen…</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
</context>
<context>
    <name>ExportPanel</name>
    <message>
        <source>Cancel all</source>
        <translation>Alle abbrechen</translation>
    </message>
    <message>
        <source>Remove finished</source>
        <translation>Beendete entfernen</translation>
    </message>
    <message>
        <source>Nothing was exported yet. Photos, batches, videos, animations and grids are listed here.</source>
        <translation>Noch wurde nichts exportiert. Fotos, Stapel, Videos, Animationen und Raster stehen hier.</translation>
    </message>
</context>
<context>
    <name>ExportQueue</name>
    <message>
        <source>Loading the model…</source>
        <translation>Das Modell wird geladen…</translation>
    </message>
</context>
<context>
    <name>ExportRow</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>Aus der Liste entfernen</translation>
    </message>
    <message>
        <source>Show each photo</source>
        <translation>Jedes Foto zeigen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>The folder is {folder}</source>
        <translation>Der Ordner ist {folder}</translation>
    </message>
</context>
<context>
    <name>ExportStatusButton</name>
    <message>
        <source>Show the exports</source>
        <translation>Exporte zeigen</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
</context>
<context>
    <name>GridExport</name>
    <message>
        <source>Saved {file}</source>
        <translation>{file} gespeichert</translation>
    </message>
    <message>
        <source>{done} of {count} cells</source>
        <translation>{done} von {count} Zellen</translation>
    </message>
</context>
<context>
    <name>VideoExport</name>
    <message>
        <source>, about {time} left</source>
        <translation>, noch etwa {time}</translation>
    </message>
    <message>
        <source>; no face was found, so nothing was edited.</source>
        <translation>; es wurde kein Gesicht gefunden, also nichts bearbeitet.</translation>
    </message>
    <message>
        <source>Saved {file}</source>
        <translation>{file} gespeichert</translation>
    </message>
    <message>
        <source>{done} of {count} frames</source>
        <translation>{done} von {count} Bildern</translation>
    </message>
</context>
<context>
    <name>Notifier</name>
    <message numerus="yes">
        <source>%n export(s) ended</source>
        <translation>
            <numerusform>%n Export beendet</numerusform>
            <numerusform>%n Exporte beendet</numerusform>
        </translation>
    </message>
    <message>
        <source>, {count} failed</source>
        <translation>, {count} fehlgeschlagen</translation>
    </message>
</context>
<context>
    <name>ExplanationOverlay</name>
    <message>
        <source>Explanation</source>
        <translation>Erklärung</translation>
    </message>
    <message>
        <source>Changed most by</source>
        <translation>Am stärksten verändert durch</translation>
    </message>
    <message>
        <source>{unit}: {percent} %</source>
        <translation>{unit}: {percent} %</translation>
    </message>
    <message>
        <source>Comparing the Action Units…</source>
        <translation>Die Action Units werden verglichen…</translation>
    </message>
</context>
<context>
    <name>GuideDialog</name>
    <message>
        <source>Guide</source>
        <translation>Anleitung</translation>
    </message>
</context>
</TS>
